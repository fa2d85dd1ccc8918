# Starting and ending nodes in the background, for the scripts of this folder. Source it with $folkmoot set to the
# program. Each data directory keeps the process id in folkmoot.pid and the log in folkmoot.log.

# True while the node of a data directory runs; a process id that went to another program does not count.
node_runs() { # data directory
  local program
  [ -s "$1/folkmoot.pid" ] || return 1
  # A program that was built anew since is "(deleted)" to the processes that run the old one.
  program="$(readlink "/proc/$(cat "$1/folkmoot.pid")/exe" 2>/dev/null)"
  [ "${program% (deleted)}" = "$(readlink -f "$folkmoot")" ]
}

# Returns when the node answers; else prints why it did not start and ends the script.
start_node() { # data directory
  local node waiter ended=
  node_runs "$1" && return
  setsid "$folkmoot" serve --data "$1" >>"$1/folkmoot.log" 2>&1 </dev/null &
  node=$!
  echo "$node" >"$1/folkmoot.pid"
  "$folkmoot" doctor --data "$1" --wait-until-ready >/dev/null 2>&1 &
  waiter=$!
  if wait -n -p ended "$node" "$waiter" && [ "$ended" = "$waiter" ]; then
    return
  fi
  kill "$node" "$waiter" 2>/dev/null || true
  rm -f "$1/folkmoot.pid"
  echo "The node in $1 did not start. The last lines of its log:" >&2
  tail -5 "$1/folkmoot.log" >&2
  exit 71
}

# Ends a node with grace and waits for its end.
stop_node() { # data directory
  local pid
  if ! node_runs "$1"; then
    rm -f "$1/folkmoot.pid"
    echo "No node runs in $1."
    return
  fi
  pid="$(cat "$1/folkmoot.pid")"
  kill "$pid"
  tail --pid="$pid" -f /dev/null
  rm -f "$1/folkmoot.pid"
  echo "The node in $1 has stopped."
}
