#!/bin/sh
# Installs the real peers that the end-to-end tests start: Debian packages, once.
set -eu
packages="sip-tester sipsak baresip kamailio sqlite3 procps"
missing=
for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
echo "installing$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
apt-get install -y --no-install-recommends $missing >/dev/null 2>&1 || { apt-get update >/dev/null && apt-get install -y --no-install-recommends $missing >/dev/null; }
# Debian starts kamailio as a service where there is an init system: it would hold port 5060.
service kamailio stop >/dev/null 2>&1 || true
