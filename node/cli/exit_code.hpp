// How the program ends: the codes of sysexits.h, so that scripts and service managers can tell a
// mistake of the caller from a failure of the machine.
#pragma once

#include "node/error.hpp"

namespace folkmoot::node {

namespace exit_code {

inline constexpr int ok = 0;
inline constexpr int problems_found = 1;  ///< `verify` and `doctor` did their work and found some
inline constexpr int usage = 64;          ///< EX_USAGE: the command line is wrong
inline constexpr int data = 65;           ///< EX_DATAERR: what was given breaks a rule
inline constexpr int no_input = 66;       ///< EX_NOINPUT: a file is missing
inline constexpr int no_user = 67;        ///< EX_NOUSER: no such member, group or post
inline constexpr int unavailable = 69;    ///< EX_UNAVAILABLE: another server did not answer
inline constexpr int software = 70;       ///< EX_SOFTWARE
inline constexpr int system = 71;         ///< EX_OSERR
inline constexpr int cannot_create = 73;  ///< EX_CANTCREAT: it is there already
inline constexpr int input_output = 74;   ///< EX_IOERR: the disk refused
inline constexpr int try_again = 75;      ///< EX_TEMPFAIL: store in use, full, or node stopping
inline constexpr int no_permission = 77;  ///< EX_NOPERM
inline constexpr int configuration = 78;  ///< EX_CONFIG

}  // namespace exit_code

/// The exit code that tells this kind of failure.
int exit_code_of(ErrorCode code) noexcept;

}  // namespace folkmoot::node
