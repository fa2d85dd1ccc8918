// Makes system calls fail on purpose, for tests of disk faults (threats.md R03, R04, R49). A
// program that runs under LD_PRELOAD of the fault library arms it here; without the library nothing
// fails.
#pragma once

#include <dlfcn.h>

namespace folkmoot::tests {

/// Arms one fault.
/// @param spec  comma-separated: `call=` fdatasync (fsync too), pwrite (write and pwritev too);
/// `nth=` which call from
///              now on fails, from 1; `errno=` EIO or ENOSPC; `times=` how many calls fail from
///              there on, 1 if absent; `from=` and `below=` only writes at such offsets in the
///              file; `path=` only files whose path begins so
/// @return false when the spec does not parse or the program does not run under the library
inline bool arm_fault(char const* spec) {
    using Arm = int (*)(char const*);
    auto const arm = reinterpret_cast<Arm>(::dlsym(RTLD_DEFAULT, "folkmoot_arm_fault"));
    return arm != nullptr && arm(spec) == 0;
}

}  // namespace folkmoot::tests
