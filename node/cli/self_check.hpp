// What `folkmoot doctor` looks at, as judgements over plain facts. Each gives one line: what was
// found and, when something is wrong, what to do about it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::node {

/// One line of the report.
struct Finding {
    std::string subject;  ///< "dns", "disk" …
    std::string text;
    std::string remedy;  ///< "" when all is well

    bool ok() const noexcept { return remedy.empty(); }

    friend bool operator==(Finding const&, Finding const&) = default;
};

/// @param mode  permission bits of the key file
Finding judge_key_file(std::string const& path, std::optional<unsigned> mode);

/// @param available  bytes that are free for us
Finding judge_disk(std::uint64_t available, std::uint64_t capacity);

Finding judge_map(std::uint64_t used, std::uint64_t size);

/// @param limit  of open files
Finding judge_open_files(std::uint64_t limit);

/// @param offset  how much the clock of the answering server is ahead of ours
Finding judge_clock(std::chrono::seconds offset);

/// @param left  until the certificate expires
Finding judge_certificate(std::chrono::seconds left);

/// @param addresses  that the name leads to
/// @param reachable  how many of them other servers can reach
Finding judge_addresses(
    std::string const& host, std::vector<std::string> const& addresses, std::size_t reachable
);

/// The report, one finding a line; remedies below theirs.
std::string report_of(std::vector<Finding> const& findings);

}  // namespace folkmoot::node
