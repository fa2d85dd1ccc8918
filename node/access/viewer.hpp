// Who looks or acts: nobody known, a member, an actor of another server, or such a server itself.
#pragma once

#include "storage/tables/ids.hpp"

#include <cstdint>

namespace folkmoot::node {

/// Who looks or acts. A small value.
struct Viewer {
    /// How much is known.
    enum class Kind : std::uint8_t {
        anonymous,     ///< no credentials and no signature
        member,        ///< a signed-in member of this node
        remote_actor,  ///< an actor of another server, by its signature
        remote_host,   ///< another server, by the signature of its instance actor
    };

    Kind kind{Kind::anonymous};
    storage::ActorId actor;  ///< none for anonymous and remote_host
    storage::HostId host;    ///< of remote viewers

    static Viewer anonymous() { return {}; }

    static Viewer member(storage::ActorId actor) { return {Kind::member, actor, {}}; }

    static Viewer remote_actor(storage::ActorId actor, storage::HostId host) {
        return {Kind::remote_actor, actor, host};
    }

    static Viewer remote_host(storage::HostId host) { return {Kind::remote_host, {}, host}; }

    /// True for viewers of other servers.
    bool remote() const noexcept { return kind == Kind::remote_actor || kind == Kind::remote_host; }

    friend bool operator==(Viewer const&, Viewer const&) = default;
};

}  // namespace folkmoot::node
