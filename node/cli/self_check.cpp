#include "node/cli/self_check.hpp"

#include <cstdlib>

namespace folkmoot::node {
namespace {

constexpr std::uint64_t mib = std::uint64_t{1} << 20;

std::string percent(std::uint64_t part, std::uint64_t whole) {
    auto const share = whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
    return std::to_string(static_cast<int>(share * 100)) + " %";
}

}  // namespace

Finding judge_key_file(std::string const& path, std::optional<unsigned> mode) {
    if (!mode) {
        return {"key file", path + " is missing", "restore it from a backup"};
    }
    if ((*mode & 077U) != 0) {
        return {"key file", path + " may be read by others", "run: chmod 600 " + path};
    }
    return {"key file", path + " is private", ""};
}

Finding judge_disk(std::uint64_t available, std::uint64_t capacity) {
    Finding finding{
        "disk",
        std::to_string(available / mib) + " MiB free (" + percent(available, capacity) + ")",
        ""
    };
    if (available < 512 * mib) {
        finding.remedy =
            "free space or move the data directory to a larger disk: the node stops "
            "taking posts when the disk is full";
    }
    return finding;
}

Finding judge_map(std::uint64_t used, std::uint64_t size) {
    Finding finding{
        "store", std::to_string(used / mib) + " MiB, " + percent(used, size) + " of its map", ""
    };
    if (used > size / 5 * 4) {
        finding.remedy = "raise storage.map_gib and start the node anew";
    }
    return finding;
}

Finding judge_open_files(std::uint64_t limit) {
    Finding finding{"open files", "at most " + std::to_string(limit), ""};
    if (limit < 4096) {
        finding.remedy =
            "raise the limit, with LimitNOFILE= in the service unit or ulimit -n: "
            "every connection takes one";
    }
    return finding;
}

Finding judge_clock(std::chrono::seconds offset) {
    auto const seconds = std::abs(offset.count());
    if (seconds <= 30) {
        return {"clock", "agrees with the server that answers for this node", ""};
    }
    return {
        "clock",
        "is " + std::to_string(seconds) + " s " + (offset.count() > 0 ? "behind" : "ahead of") +
            " the server that answers for this node",
        "let a time service set the clock: other nodes refuse signatures with a wrong date"
    };
}

Finding judge_certificate(std::chrono::seconds left) {
    auto const days = std::chrono::duration_cast<std::chrono::days>(left).count();
    if (left.count() <= 0) {
        return {"tls", "the certificate has expired", "renew it, then send SIGHUP to the node"};
    }
    Finding finding{"tls", "the certificate is good for " + std::to_string(days) + " days", ""};
    if (days < 14) {
        finding.remedy = "renew it soon, then send SIGHUP to the node";
    }
    return finding;
}

Finding judge_addresses(
    std::string const& host, std::vector<std::string> const& addresses, std::size_t reachable
) {
    if (addresses.empty()) {
        return {
            "dns",
            host + " leads nowhere",
            "add an A or AAAA record for " + host + " at your DNS provider"
        };
    }
    std::string text = host + " leads to";
    for (auto const& address : addresses) {
        text.append(" ").append(address);
    }
    if (reachable < addresses.size()) {
        return {
            "dns",
            text,
            "take away the addresses that are not public: other nodes refuse to connect to them"
        };
    }
    return {"dns", text, ""};
}

std::string report_of(std::vector<Finding> const& findings) {
    std::string out;
    for (auto const& finding : findings) {
        out.append(finding.ok() ? "ok       " : "problem  ");
        out.append(finding.subject).append(": ").append(finding.text).append("\n");
        if (!finding.ok()) {
            out.append("         remedy: ").append(finding.remedy).append("\n");
        }
    }
    return out;
}

}  // namespace folkmoot::node
