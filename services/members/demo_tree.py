"""Districts of the demonstration, with streets and employers: code, kind, name, English name."""

from __future__ import annotations

from typing import Final

Place = tuple[str, str, str, str]

DISTRICTS: Final = {
    "dongcheng": "东城区",
    "xicheng": "西城区",
    "chaoyang": "朝阳区",
    "fengtai": "丰台区",
    "shijingshan": "石景山区",
    "haidian": "海淀区",
    "mentougou": "门头沟区",
    "fangshan": "房山区",
    "tongzhou": "通州区",
    "shunyi": "顺义区",
    "changping": "昌平区",
    "daxing": "大兴区",
    "huairou": "怀柔区",
    "pinggu": "平谷区",
    "miyun": "密云区",
    "yanqing": "延庆区",
}
PLACES: Final[dict[str, list[Place]]] = {
    "dongcheng": [
        ("donghuamen", "street", "东华门街道", "Donghuamen Street"),
        ("jiaodaokou", "street", "交道口街道", "Jiaodaokou Street"),
    ],
    "xicheng": [
        ("xinjiekou", "street", "新街口街道", "Xinjiekou Street"),
        ("jinrongjie", "street", "金融街街道", "Jinrongjie Street"),
    ],
    "chaoyang": [
        ("jianwai", "street", "建外街道", "Jianwai Street"),
        ("wangjing", "street", "望京街道", "Wangjing Street"),
        ("qiche-bowuguan", "employer", "汽车博物馆", "Car Museum"),
    ],
    "fengtai": [
        ("fangzhuang", "street", "方庄街道", "Fangzhuang Street"),
        ("lugouqiao", "street", "卢沟桥街道", "Lugouqiao Street"),
    ],
    "shijingshan": [
        ("bajiao", "street", "八角街道", "Bajiao Street"),
        ("gucheng", "street", "古城街道", "Gucheng Street"),
    ],
    "haidian": [
        ("zhongguancun", "street", "中关村街道", "Zhongguancun Street"),
        ("xueyuanlu", "street", "学院路街道", "Xueyuanlu Street"),
        ("gongjiao-yichang", "employer", "公交第一车场", "Bus Depot No. 1"),
    ],
    "mentougou": [
        ("dayu", "street", "大峪街道", "Dayu Street"),
        ("chengzi", "street", "城子街道", "Chengzi Street"),
    ],
    "fangshan": [
        ("gongchen", "street", "拱辰街道", "Gongchen Street"),
        ("yanshan", "employer", "燕山石化厂", "Yanshan Works"),
    ],
    "tongzhou": [
        ("beiyuan", "street", "北苑街道", "Beiyuan Street"),
        ("yuqiao", "street", "玉桥街道", "Yuqiao Street"),
    ],
    "shunyi": [
        ("shengli", "street", "胜利街道", "Shengli Street"),
        ("jichang", "employer", "机场地勤公司", "Airport Ground Services"),
    ],
    "changping": [
        ("huilongguan", "street", "回龙观街道", "Huilongguan Street"),
        ("chengbei", "street", "城北街道", "Chengbei Street"),
    ],
    "daxing": [
        ("qingyuan", "street", "清源街道", "Qingyuan Street"),
        ("xingfeng", "street", "兴丰街道", "Xingfeng Street"),
    ],
    "huairou": [
        ("longshan", "street", "龙山街道", "Longshan Street"),
        ("quanhe", "street", "泉河街道", "Quanhe Street"),
    ],
    "pinggu": [
        ("binhe", "street", "滨河街道", "Binhe Street"),
        ("xinggu", "street", "兴谷街道", "Xinggu Street"),
    ],
    "miyun": [
        ("gulou", "street", "鼓楼街道", "Gulou Street"),
        ("guoyuan", "street", "果园街道", "Guoyuan Street"),
    ],
    "yanqing": [
        ("baiquan", "street", "百泉街道", "Baiquan Street"),
        ("rulin", "street", "儒林街道", "Rulin Street"),
    ],
}
