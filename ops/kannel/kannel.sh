#!/usr/bin/env bash
# Writes Kannel's configuration from the environment and runs bearerbox (the carrier's line) and
# smsbox (HTTP). Ends when one of them ends, so that whoever started it starts both again.
# What the variables are for: docs/operations.md, SMS. Why it is set up so: docs/adr/0071.
set -euo pipefail
umask 077 # the configuration holds passwords
PATH=$PATH:/usr/sbin
folder=${KANNEL_FOLDER:-/var/spool/kannel}
sendsms_port=${KANNEL_PORT:-13013}
box_port=${KANNEL_BOX_PORT:-13001}
admin_port=${KANNEL_ADMIN_PORT:-13000}
# Kannel does not start without that door: nobody gets its key.
admin_password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')

wrong=()
# A text stands in quotes, in which Kannel reads these.
text() {
  local value=${!1:-}
  [[ $value != *[\"\\[:space:]]* ]] || wrong+=("$1 may not hold blanks, \" or \\")
}
number() {
  [[ $2 =~ ^[0-9]{1,5}$ ]] || wrong+=("$1 must be a number, not '$2'")
}
for name in SMSC_HOST SMSC_SYSTEM_ID SMSC_PASSWORD SMS_GATEWAY_USERNAME SMS_GATEWAY_PASSWORD \
  SMS_INBOUND_URL; do
  [ -n "${!name:-}" ] || wrong+=("$name is missing")
  text "$name"
done
text SMSC_SYSTEM_TYPE
# In an address Kannel reads % as well.
[[ ${SMS_INBOUND_URL:-} != *[%?]* ]] || wrong+=("SMS_INBOUND_URL may not hold % or ?")
[[ ${SMS_INBOUND_TOKEN:-} =~ ^[A-Za-z0-9_-]{20,}$ ]] ||
  wrong+=("SMS_INBOUND_TOKEN must be 20 or more letters, digits, - or _")
smsc_port=${SMSC_PORT:-2775}
pending=${SMSC_WINDOW:-10}
reconnect=${SMSC_RECONNECT_SECONDS:-5}
answer=${SMSC_ANSWER_SECONDS:-30}
alive=${SMSC_ALIVE_SECONDS:-10}
again=${SMSC_AGAIN_SECONDS:-5}
times=${SMSC_AGAIN_TIMES:-6}
fetch=${KANNEL_FETCH_AGAIN_SECONDS:-5}
number SMSC_PORT "$smsc_port"
number SMSC_WINDOW "$pending"
number SMSC_RECONNECT_SECONDS "$reconnect"
number SMSC_ANSWER_SECONDS "$answer"
number SMSC_ALIVE_SECONDS "$alive"
number SMSC_AGAIN_SECONDS "$again"
number SMSC_AGAIN_TIMES "$times"
number KANNEL_FETCH_AGAIN_SECONDS "$fetch"
if [ ${#wrong[@]} -gt 0 ]; then
  echo "The environment is not right:" >&2
  printf '  %s\n' "${wrong[@]}" >&2
  exit 2
fi

mkdir -p "$folder/store" "$folder/receipts"
configuration=${KANNEL_CONFIGURATION:-/tmp/kannel.conf}
cat >"$configuration" <<END
group = core
admin-port = $admin_port
admin-interface = 127.0.0.1
admin-password = $admin_password
admin-deny-ip = "*.*.*.*"
smsbox-port = $box_port
smsbox-interface = 127.0.0.1
box-deny-ip = "*.*.*.*"
box-allow-ip = 127.0.0.1
# Both outlive a crash: what was taken from us, and whose receipt is awaited.
store-type = spool
store-location = "$folder/store"
dlr-storage = spool
dlr-spool = "$folder/receipts"
# What the carrier throttles is tried again here a few times, then notify hears of it.
sms-resend-freq = $again
sms-resend-retry = $times

group = smsc
smsc = smpp
smsc-id = carrier
host = "$SMSC_HOST"
port = $smsc_port
transceiver-mode = true
smsc-username = "$SMSC_SYSTEM_ID"
smsc-password = "$SMSC_PASSWORD"
system-type = "${SMSC_SYSTEM_TYPE:-}"
interface-version = 34
reconnect-delay = $reconnect
max-pending-submits = $pending
wait-ack = $answer
# Kannel looks for answers that are late when it asks whether the line is alive, too.
enquire-link-interval = $alive

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = $box_port
sendsms-port = $sendsms_port
# Our gateway may be away for a moment when a receipt or an SMS comes.
http-request-retry = 20
http-queue-delay = $fetch

group = sendsms-user
username = "$SMS_GATEWAY_USERNAME"
password = "$SMS_GATEWAY_PASSWORD"
concatenation = true
max-messages = 10

group = sms-service
keyword = default
catch-all = true
# The answer to a member goes by sendsms, never in the HTTP answer.
max-messages = 0
post-url = "$SMS_INBOUND_URL?token=$SMS_INBOUND_TOKEN&id=%I&sender=%p&recipient=%P&time=%T"
END

# Kannel logs the addresses it fetches. No token, no number and no word of a message goes on.
exec 2> >(exec sed -u -E 's/(token|reply|text)=[^&> ]*/\1=…/g
s/(1[3-9][0-9])[0-9]{4}([0-9]{4})/\1****\2/g
s/msg:<.*/msg:<…>/' >&2)
level=${KANNEL_LOG_LEVEL:-2} # warnings; 1 and 0 would be what passes through
bearerbox -v "$level" "$configuration" &
boxes=($!)
stop() { kill -TERM "${boxes[@]}" 2>/dev/null || true; }
trap stop TERM INT
for _ in {1..100}; do
  (exec 3<>"/dev/tcp/127.0.0.1/$box_port") 2>/dev/null && break
  kill -0 "${boxes[0]}" 2>/dev/null || exit 1
  sleep 0.1
done
smsbox -v "$level" "$configuration" &
boxes+=($!)
status=0
wait -n "${boxes[@]}" || status=$?
stop
wait "${boxes[@]}" 2>/dev/null || true
exit "$status"
