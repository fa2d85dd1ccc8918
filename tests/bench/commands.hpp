// What folkmoot_bench can do; one file each. Every command prints its result as one line of JSON.
#pragma once

#include "tests/bench/arguments.hpp"

namespace folkmoot::bench {

/// Counts RSA-2048 operations with parsed keys: `--keys FOLDER --work verify|sign --seconds N`.
/// Prints {"per_second"}.
void measure_rsa(Arguments const& arguments);

/// Writes signed deliveries of distinct Creates, ready to be sent: `--keys FOLDER --actors FILE
/// --host AUTHORITY
/// --count N --first N --out FILE`. Each line of the actors' file is the id of an actor; the keys
/// are dealt out in turn. The file written is what send_load() reads.
void write_creates(Arguments const& arguments);

/// Sends requests over kept connections: `--port N --requests FILE --connections N`, and either
/// `--seconds N` for as much as goes or `--rate N` (requests a second, sent on time whatever the
/// answers do). `--cycle 1` begins the file again at its end. Prints {"answers", "seconds",
/// "per_second", "p50_ms", "p99_ms", "max_ms", "statuses"}.
void send_load(Arguments const& arguments);

/// Answers every request with the bytes of a file, by nothing but Beast: `--port N --answer FILE`.
/// Ends on SIGTERM.
void serve_fixed(Arguments const& arguments);

/// Stands for any number of hosts that take deliveries: `--port N`; `--refusing N` and `--silent N`
/// for hosts that die later. For each line on standard input it prints {"hosts", "deliveries",
/// "last_ns"}: what came so far and when the last of it came (CLOCK_MONOTONIC). After a line "r" it
/// counts anew; after "d" the hosts of the two other ports refuse connections, or take them and
/// never answer. Ends with standard input.
void run_sinks(Arguments const& arguments);

/// Adds remote authors and posts to a prepared data directory: `--data FOLDER --posts N`. Prints
/// {"seconds", "bytes"}.
void fill_store(Arguments const& arguments);

}  // namespace folkmoot::bench
