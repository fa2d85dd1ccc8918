// Looks at a data file with plain reads before LMDB maps it: LMDB takes an empty file for a new
// store and dies of a bus error in one that was cut off (threats.md R07). Internal to the engine.
#pragma once

#include "storage/engine/environment_state.hpp"
#include "storage/error.hpp"

#include <cstdint>
#include <filesystem>

namespace folkmoot::storage::detail {

/// What the two meta pages of a data file say. Source: lmdb 0.9, mdb.c, struct MDB_meta.
struct DataFile {
    std::uint64_t size = 0;  ///< of the file
    std::uint32_t page_size = 0;
    std::uint64_t last_page = 0;  ///< of the newer meta page

    /// Bytes that the file must have when every page up to the last was written.
    [[nodiscard]] std::uint64_t expected_size() const noexcept {
        return (last_page + 1) * page_size;
    }
};

/// Reads the meta pages. `corrupt` when the file is empty, is no LMDB file of this machine's layout
/// or is cut off within them.
Result<DataFile> inspect_data_file(std::filesystem::path const& path);

/// Decides whether a file that is shorter than its last page was cut off. LMDB does not write pages
/// that the last transaction took at the end of the file and freed again; exactly such pages may be
/// missing. The file is given its full length first, so that looking cannot end in a bus error.
/// Call it before anything else is read.
/// @return `corrupt`, with the file's length as it was
Result<void> check_missing_tail(EnvironmentState& state, DataFile const& file);

}  // namespace folkmoot::storage::detail
