#!/bin/sh
# Makes a role that may read the account info and nothing else, and an app token
# of that role. Needs curl and jq, and in the environment:
#
#   KALTURA_PARTNER_ID, KALTURA_ADMIN_SECRET and, outside the default region,
#   KALTURA_SERVICE_URL
#
# Prints the app token as JSON, with its id and token. Secrets are passed through
# pipes and the environment alone: no URL and no command line holds one.
set -eu

api="${KALTURA_SERVICE_URL:-https://www.kaltura.com}/api_v3/service"

# call SERVICE ACTION FILTER: takes the JSON body from stdin and prints what the
# jq filter leaves of the result. The API reports errors with HTTP status 200, so
# the answer has to be looked at.
call() {
  curl --silent --show-error --fail --header 'Content-Type: application/json' \
    --data-binary @- "$api/$1/action/$2" |
    jq -er "if type == \"object\" and .objectType == \"KalturaAPIException\" then error(.code) else $3 end"
}

# A session for the next five minutes.
KS=$(jq -n '{format: 1, partnerId: env.KALTURA_PARTNER_ID | tonumber,
             secret: env.KALTURA_ADMIN_SECRET, type: 2, expiry: 300}' |
  call session start .)
export KS
trap 'jq -n "{format: 1, ks: env.KS}" | call session end "true" >/dev/null' EXIT

ROLE_ID=$(jq -n '{format: 1, ks: env.KS, userRole: {objectType: "KalturaUserRole",
                  name: "Terraform account info", permissionNames: "INTEGRATION_BASE"}}' |
  call userRole add .id)
export ROLE_ID

# No expiry and no sessionDuration of 0: the API takes both as "over at once".
jq -n '{format: 1, ks: env.KS, appToken: {objectType: "KalturaAppToken",
        description: "Terraform account info", hashType: "SHA256",
        sessionDuration: 900, sessionPrivileges: "setrole:\(env.ROLE_ID)"}}' |
  call appToken add '{id, token}'
