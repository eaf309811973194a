"""For each row of the route table a request that is right."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema

from gateway.route import Door, Key, Route
from services.members import schemas as members
from services.notify import schemas as notify
from services.projects import schemas as projects
from services.tickets import schemas as tickets
from tests.component.gateway.samples import A_UUID

_BODIES: dict[type[Schema], dict[str, Any]] = {
    members.RequestLoginCode: {"card_no": "1000000000000009"},
    members.LogIn: {"username": "federation", "password": "a long password"},
    members.RefreshSession: {"refresh_token": "x" * 40},
    members.CardChange: {"card_no": "1000000000000009", "reason": "lost"},
    members.SetAudiences: {
        "card_no": "1000000000000009",
        "audiences": ["deaf"],
        "reason": "certificate seen",
    },
    members.NewUnion: {"path": "chaoyang/jianwai", "kind": "street", "name": "建外街道"},
    members.NewAccount: {
        "username": "venue-2",
        "password": "a long password",
        "kind": "staff",
        "name": "剧场",
        "roles": [{"role": "venue", "scope": "chaoyang"}],
    },
    members.AccountRef: {"username": "venue-2"},
    members.LookUpMember: {"card_no": "1000000000000009"},
    members.EraseMember: {"reason": "a letter of 2026-04-20"},
    members.RefuseErasure: {"reason": "another member's request"},
    tickets.CreateRelease: {
        "title": "儿童剧《小马过河》",
        "districts": ["chaoyang"],
        "stock": 10,
        "opens_at": "2026-04-25T10:00:00+08:00",
        "closes_at": "2026-04-26T10:00:00+08:00",
    },
    tickets.CounterCard: {"card_no": "1000000000000009"},
    tickets.CounterAddCompanion: {
        "card_no": "1000000000000009",
        "name": "王小满",
        "birth_date": "2017-05-20",
        "reason": "the child is here",
    },
    tickets.CounterClaim: {"card_no": "1000000000000009", "reason": "has no phone"},
    tickets.CancelRelease: {"reason": "rain"},
    tickets.AddChild: {"name": "小满", "birth_date": "2017-05-20"},
    tickets.CreateClassSite: {
        "name": "汽车博物馆",
        "setup": "employer",
        "path": "chaoyang/qiche-bowuguan",
    },
    tickets.CreateClassSeason: {
        "site_id": A_UUID,
        "title": "暑期托管班",
        "first_day": "2026-07-18",
        "last_day": "2026-08-14",
        "opens_at": "2026-06-01T10:00:00+08:00",
        "closes_at": "2026-06-20T10:00:00+08:00",
        "value_source": "福彩双色球第 2026071 期",
        "classes": [
            {
                "title": "小班",
                "least_age": 6,
                "most_age": 8,
                "places": 30,
                "children_per_volunteer": 6,
            }
        ],
    },
    tickets.CancelClassSeason: {"reason": "停电"},
    tickets.PlaceClassSeason: {"value": "05 12 19 23 28 31 + 07"},
    tickets.ApplyForClass: {"children": [{"child_id": A_UUID, "class_id": A_UUID}]},
    tickets.GiveClassFeedback: {"rating": 5},
    tickets.SetClassTimetable: {
        "entries": [
            {
                "day": "2026-07-18",
                "starts": "09:00",
                "ends": "10:30",
                "kind": "course",
                "title": "京剧",
            }
        ]
    },
    tickets.AddClassStaff: {"account_id": A_UUID},
    tickets.AddClassVolunteer: {"name": "赵老师", "phone": "13800000003"},
    tickets.MarkAttendance: {"child_id": A_UUID, "mark": "arrived"},
    tickets.SetCoolDownPolicy: {
        "district": "chaoyang",
        "no_shows": 2,
        "within_days": 90,
        "days": 30,
    },
    tickets.AppealCoolDown: {"text": "孩子发烧，没能到场。"},
    tickets.DecideAppeal: {"decision": "lift", "reason": "a doctor's note"},
    tickets.ExcuseNoShow: {"reason": "the bus did not come"},
    tickets.ProposeDrawValue: {"value": "03 08 15 21 26 33 + 09"},
    tickets.CheckInTicket: {"code": "ABCD2345"},
    notify.ResendMessage: {"reason": "the carrier was away"},
    notify.TickOffCall: {"outcome": "no_answer"},
    notify.ExportCallList: {"limit": 200},
    notify.SetReminder: {"minutes_before": 30},
    notify.Preferences: {"topics": [{"topic": "news", "sms": False}]},
    notify.DemoPhoneSms: {"text": "CX"},
    notify.SetNoticeTarget: {
        "topic": "releases",
        "channel": "wecom",
        "name": "朝阳区总工会群",
        "address": "12345678-key",
    },
    notify.SetMyNoticeTarget: {"channel": "sms", "name": "项目主管", "address": "13800000009"},
    notify.TemplateDraft: {
        "name": "event_news",
        "contents": {"inbox": {"title": {"zh-CN": "通知", "en": "News"}}},
    },
    notify.PreviewTemplate: {"name": "event_news", "version": 1},
    notify.CreateBroadcast: {
        "title": "健步走通知",
        "template": "event_news",
        "version": 1,
        "channels": ["inbox"],
        "audience": {"unions": ["chaoyang"]},
    },
    notify.CancelBroadcast: {"reason": "the place was changed"},
    projects.CreateNeed: {
        "title": "羽毛球",
        "need_class": "culture",
        "kind": "sport",
        "audience": "all",
        "people": 30,
    },
    projects.RejectNeed: {"reason": "another office does this already"},
    projects.MergeNeeds: {"need_ids": [A_UUID]},
    projects.CreateSurvey: {
        "title": "暑期服务需求",
        "questions": [
            {
                "code": "q1",
                "kind": "single",
                "text": "最想要哪一项？",
                "options": [{"code": "a", "text": "托管班"}, {"code": "b", "text": "游泳课"}],
            }
        ],
        "opens_at": "2026-04-25T10:00:00+08:00",
        "closes_at": "2026-05-25T10:00:00+08:00",
    },
    projects.AnswerSurvey: {"answers": [{"question": "q1", "options": ["a"]}]},
    projects.EnterSheet: {
        "sheet_no": "A-0001",
        "card_no": "1000000000000009",
        "answers": [{"question": "q1", "options": ["a"]}],
    },
    projects.SettleSheet: {
        "card_no": "1000000000000009",
        "answers": [{"question": "q1", "options": ["a"]}],
        "reason": "the second clerk misread a tick",
    },
    projects.SetBudget: {"year": 2026, "total": 300_000_000},
    projects.CreateBatch: {
        "survey_id": A_UUID,
        "title": "2026年第一批购买服务",
        "year": 2026,
        "call_opens_at": "2026-05-25T10:00:00+08:00",
        "questions_until": "2026-06-05T17:00:00+08:00",
        "call_closes_at": "2026-06-15T17:00:00+08:00",
        "scores_until": "2026-06-30T17:00:00+08:00",
        "award_notice_at": "2026-07-06T10:00:00+08:00",
    },
    projects.CancelBatch: {"reason": "the budget was moved"},
    projects.WriteTender: {
        "requirements": "每月两次团体辅导，每次两小时。",
        "criteria": [{"code": "plan", "text": "方案", "weight": 100}],
    },
    projects.AmendCall: {"requirements": "每月三次团体辅导。", "reason": "人数增加"},
    projects.AskAboutCall: {"text": "场地由谁提供？"},
    projects.AnswerAboutCall: {"answer": "由基层工会提供。"},
    projects.FileObjection: {"text": "评分与招标公告不符"},
    projects.AnswerObjection: {"outcome": "dismiss", "answer": "评分经复核无误"},
    projects.RefuseAward: {"reason": "中标机构书面放弃"},
    projects.FormPanel: {
        "members": [{"account_id": f"m{at}", "name": "评审", "role": "expert"} for at in range(5)],
        "candidates": [{"account_id": "c1", "name": "候补", "role": "expert"}],
        "source": "福彩双色球第 2026071 期",
        "due_at": "2026-06-18T22:00:00+08:00",
    },
    projects.NameCandidates: {
        "candidates": [{"account_id": "c2", "name": "候补", "role": "expert"}],
        "source": "福彩双色球第 2026072 期",
        "due_at": "2026-06-21T22:00:00+08:00",
    },
    projects.EnterLotValue: {"value": "05 12 19 23 28 31 + 07"},
    projects.Declare: {"conflict": True, "reason": "在该机构任职"},
    projects.RecuseReviewer: {"reviewer_id": "m1", "reason": "被举报"},
    projects.PlanPresentations: {
        "starts_at": "2026-06-25T09:00:00+08:00",
        "minutes": 20,
        "place": "职工之家 301",
    },
    projects.WriteSheet: {"marks": [{"criterion": "plan", "mark": 80}]},
    projects.ReopenSheet: {
        "reviewer_id": "m1",
        "until": "2026-07-01T17:00:00+08:00",
        "reason": "误填",
    },
    projects.RecountScores: {"reason": "有一份评分误填"},
    projects.AnnounceTieLot: {
        "source": "福彩双色球第 2026075 期",
        "due_at": "2026-07-02T22:00:00+08:00",
    },
    projects.ModerateRanking: {"reason": "维持原排序"},
    projects.UploadSheets: {"data": "UEsDBA=="},
    projects.RegisterProvider: {
        "credit_code": "91350100M000100Y43",
        "name": "心晴社会工作服务中心",
        "bank_account": {
            "bank": "工商银行",
            "holder": "心晴社会工作服务中心",
            "number": "6222020200112233445",
        },
    },
    projects.RefuseProvider: {"reason": "the certificate has expired"},
    projects.JoinProvider: {"code": "0123456789ABCDEF"},
    projects.ProviderUserRef: {"account_id": A_UUID},
    projects.UploadDocument: {"name": "证书.pdf", "data": "JVBERi0="},
    projects.AttachMinutes: {"name": "纪要.pdf", "data": "JVBERi0="},
    projects.UploadForTender: {"name": "证书.pdf", "data": "JVBERi0="},
    projects.SealHalfSecret: {"office": "department", "passphrase": "correct horse battery"},
    projects.HandInApplication: {
        "plan": "每周两次团体辅导",
        "team": [{"name": "周敏", "role": "督导"}],
        "budget": [{"item": "人员", "amount": 5_000_000}],
        "answers": [{"line": 1, "answer": "按月排期"}],
    },
    projects.AskCorrection: {"text": "请补充证书", "until": "2026-06-20T17:00:00+08:00"},
    projects.HandInCorrection: {"text": "已补充"},
    projects.DisqualifyApplication: {"reason": "nothing was completed in time"},
    projects.DiscussReport: {"minutes": "出席者一致同意。"},
    projects.ProposeSelection: {"quotas": {"work": 12, "life": 17, "culture": 6}},
    projects.DecideSelection: {
        "quotas": {"work": 12, "life": 17, "culture": 6},
        "basis": "votes",
        "chosen": [A_UUID],
    },
}
_QUERIES: dict[type[Schema], dict[str, Any]] = {
    members.CardRef: {"card_no": "1000000000000009"},
    projects.SimilarNeeds: {"title": "羽毛球"},
    projects.AuditChainRef: {"chain": "needs"},
    projects.ReviewDocumentRef: {"document_id": A_UUID},
    projects.ChartRequest: {"question": "q1"},
    notify.ReconciliationDay: {"day": "2026-04-25"},
    projects.ListResults: {"batch": "3BATCH2A"},
    notify.SmsReceipt: {"token": "x" * 16, "message_id": A_UUID, "attempt": 1, "status": 8},
}


def request_of(route: Route, *, headers: dict[str, str], **changes: Any) -> dict[str, Any]:
    """Arguments for ``client.request``; ``changes`` replace fields of the body."""
    path = (
        route.path.replace("{id}", A_UUID)
        .replace("{account_id}", A_UUID)
        .replace("{document_id}", A_UUID)
        .replace("{number}", "13800000000")
        .replace("{key}", "key-1")
    )
    request: dict[str, Any] = {"method": route.method, "url": path, "headers": dict(headers)}
    if route.key is not Key.NONE:
        request["headers"]["Idempotency-Key"] = "key-1"
    if route.door is Door.UPLOAD:
        request["files"] = {"file": ("members.csv", b"card_no,name\n1,a\n", "text/csv")}
    elif route.request in _QUERIES:
        request["params"] = _QUERIES[route.request]
    elif route.request in _BODIES:
        request["json"] = _BODIES[route.request] | changes
    return request
