// WebFinger, host-meta, NodeInfo and Link headers of other nodes.
#include "activitypub/discovery/host_meta.hpp"
#include "activitypub/discovery/nodeinfo.hpp"
#include "activitypub/discovery/webfinger.hpp"
#include "federation/resolve/html_discovery.hpp"
#include "tests/fuzz/target.hpp"

#include <nlohmann/json.hpp>

namespace folkmoot::fuzz {
namespace {

using namespace folkmoot::activitypub;

void check_webfinger(std::string_view bytes) {
    auto const jrd = read_jrd(bytes);
    if (!jrd) {
        return;
    }
    require(!jrd->subject.empty(), "a descriptor has a subject");
    require(jrd->aliases.size() <= 32 && jrd->links.size() <= 64, "a descriptor keeps to its caps");
    require(
        read_jrd(write_jrd(*jrd).dump()) == *jrd, "a descriptor that is written reads the same"
    );
    for (auto const* const type : {"", "Group"}) {
        auto const self = self_link(*jrd, type);
        require(!self || !self->empty(), "a link leads somewhere");
    }
    link_template(*jrd, rel_subscribe);
}

void check_nodeinfo(std::string_view bytes) {
    if (auto const info = read_nodeinfo(bytes)) {
        require(!info->software_name.empty(), "software has a name");
        auto const written = write_nodeinfo(*info, NodeInfoVersion::v2_1).dump();
        require(read_nodeinfo(written) == *info, "a document that is written reads the same");
    }
    if (auto const links = read_nodeinfo_links(bytes)) {
        require(
            !links->document.empty() || !links->instance_actor.empty(), "a link leads somewhere"
        );
    }
}

void check_host_meta(std::string_view bytes) {
    if (auto const found = read_lrdd_template(bytes)) {
        require(found->find("{uri}") != std::string::npos, "a template has a place");
        auto const url = expand_lrdd_template(*found, "acct:{uri}@a.example");
        require(url.find("{uri}") == std::string::npos, "a template is filled once and whole");
    }
}

void check_resource(std::string_view text) {
    auto const resource = parse_webfinger_resource(text, IriPolicy::development());
    if (!resource) {
        return;
    }
    require(!resource->host.empty(), "a resource names a host");
    if (resource->kind == WebFingerResource::Kind::handle) {
        auto const again =
            parse_webfinger_resource(resource->handle.acct(), IriPolicy::development());
        require(
            again && again->handle == resource->handle, "a handle that is written reads the same"
        );
    }
}

}  // namespace

void fuzz_discovery(std::string_view input) {
    check_webfinger(input);
    check_nodeinfo(input);
    check_host_meta(input);
    check_resource(input);
    if (auto const link = federation::find_alternate_in_link_header(input)) {
        require(input.find(*link) != std::string_view::npos, "a link is taken as written");
    }
}

}  // namespace folkmoot::fuzz
