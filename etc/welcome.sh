#!/bin/sh
# Says what `make run` starts and how to use it.
address=$(hostname -I 2>/dev/null | cut -d' ' -f1)
address=${address:-127.0.0.1}
cat <<EOF
Seraph runs $1 on port 5060, UDP and TCP. Ctrl-C stops it.

  Add a user:      bin/seraphctl user add alice@$address
  Who is there:    bin/seraphctl ul show
  Point a phone:   user alice, domain (registrar) $address, no outbound proxy, the password you gave
                   then call sip:bob@$address

EOF
