// NodeInfo 2.0 and 2.1: what a node says of itself, written exactly and read with tolerance.
//
// What others write is a hint for the delivery class and for statistics, never a security signal
// (FEP-0151, federation.md rule 1.3). FEP-2677 adds the link to the instance actor.
#pragma once

#include "activitypub/error.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace folkmoot::activitypub {

/// Versions of the schema that we write.
enum class NodeInfoVersion : std::uint8_t { v2_0, v2_1 };

/// A NodeInfo document.
struct NodeInfo {
    std::string software_name;  ///< lower case, [a-z0-9-]
    std::string software_version;
    std::string repository;  ///< 2.1 only; empty for none
    std::string homepage;    ///< 2.1 only; empty for none
    std::vector<std::string> protocols;
    bool open_registrations = false;
    std::optional<std::int64_t> users_total;  ///< absent when the node hides its numbers (FEP-0151)
    std::optional<std::int64_t> users_active_month;
    std::optional<std::int64_t> users_active_half_year;
    std::optional<std::int64_t> local_posts;
    std::optional<std::int64_t> local_comments;
    std::string node_name;         ///< metadata.nodeName
    std::string node_description;  ///< metadata.nodeDescription
    std::string upstream;  ///< metadata.upstream.name: the software whose client API this is, by
                           ///< which clients choose their dialect (decision 37)
    std::vector<std::string> staff_accounts;  ///< metadata.staffAccounts: actor ids

    friend bool operator==(NodeInfo const&, NodeInfo const&) = default;
};

/// Writes a document of one version.
nlohmann::json write_nodeinfo(NodeInfo const& info, NodeInfoVersion version);

/// Content-Type of a document of one version.
std::string_view nodeinfo_media_type(NodeInfoVersion version) noexcept;

/// `/.well-known/nodeinfo`: both documents below `/nodeinfo/` and the instance actor.
/// @param origin          "https://folk.example", no slash at the end
/// @param instance_actor  id of the instance actor, fetchable without a signature (FEP-2677)
nlohmann::json write_nodeinfo_links(std::string_view origin, std::string_view instance_actor);

/// What `/.well-known/nodeinfo` of another node offers.
struct NodeInfoLinks {
    std::string
        document;  ///< href of the newest schema that we read (2.1, 2.0, 1.1, 1.0); empty for none
    std::string instance_actor;  ///< FEP-2677; empty for none
};

/// Reads `/.well-known/nodeinfo` of another node.
/// @return Errors: those of parse_json(); missing when there is neither a document nor an instance
/// actor
Result<NodeInfoLinks> read_nodeinfo_links(std::string_view bytes);

/// Reads a document of another node, any 1.x or 2.x. The software name comes back in lower case;
/// numbers out of range and members of the wrong type are left out; texts are cut at 500 bytes.
/// @return Errors: those of parse_json(); missing without a software name
Result<NodeInfo> read_nodeinfo(std::string_view bytes);

}  // namespace folkmoot::activitypub
