// An inbox with three remote actors who may write to it and a listener that notes what it hears.
#pragma once

#include "federation/inbox/inbox.hpp"
#include "tests/federation/inbox/remote_world.hpp"
#include "tests/federation/inbox/spy_listener.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>

namespace folkmoot::federation {

inline constexpr char const* carol = "https://good.test/users/carol";
inline constexpr char const* dave = "https://good.test/users/dave";
inline constexpr char const* mallory = "https://evil.test/users/mallory";

class InboxTest : public testing::Test {
protected:
    InboxTest() {
        world.add_actor(carol);
        world.add_actor(dave);
        world.add_actor(mallory);
    }

    static nlohmann::json create(std::string const& actor, std::string const& name = "1") {
        auto const origin = actor.substr(0, actor.find("/users"));
        auto const note = origin + "/notes/" + name;
        return {
            {"@context", "https://www.w3.org/ns/activitystreams"},
            {"id", origin + "/activities/" + name},
            {"type", "Create"},
            {"actor", actor},
            {"to", {"https://www.w3.org/ns/activitystreams#Public"}},
            {"object",
             {{"id", note},
              {"type", "Note"},
              {"attributedTo", actor},
              {"to", {"https://www.w3.org/ns/activitystreams#Public"}},
              {"content", "<p>hello</p>"}}},
        };
    }

    Inbox& inbox() {
        if (!inbox_) {
            inbox_ = std::make_unique<Inbox>(world.inbox_parts(spy), settings);
        }
        return *inbox_;
    }

    InboxAnswer post(SignedRequest request) {
        return world.run(inbox().receive(std::move(request)));
    }

    InboxAnswer deliver(std::string const& signer, nlohmann::json const& activity) {
        return post(world.request(signer, activity.dump()));
    }

    /// Whoever sent it is known here from now on.
    void know(std::string const& actor) {
        ASSERT_EQ(deliver(actor, create(actor, "first")).status, 202);
        spy.heard.clear();
    }

    tests::RemoteWorld world;
    tests::SpyListener spy;
    InboxSettings settings;

private:
    std::unique_ptr<Inbox> inbox_;
};

}  // namespace folkmoot::federation
