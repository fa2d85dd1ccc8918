// What each type of activity means to the community: one function and one file a type. Each returns
// after its change is durable.
#pragma once

#include "node/listeners/incoming.hpp"
#include "node/listeners/listener_services.hpp"

#include <boost/asio/awaitable.hpp>

namespace folkmoot::node {

/// Gives an activity to the function of its type; unknown types are ignored.
boost::asio::awaitable<Outcome> dispatch(ListenerServices services, Incoming incoming);

/// Follow of a member or group of this node.
boost::asio::awaitable<Outcome> handle_follow(ListenerServices services, Incoming incoming);

/// Accept of a follow that a member of this node asked for (F22). Other requests: ignored.
boost::asio::awaitable<Outcome> handle_accept(ListenerServices services, Incoming incoming);

/// Reject of a follow, asked for or already accepted.
boost::asio::awaitable<Outcome> handle_reject(ListenerServices services, Incoming incoming);

/// Undo of a Follow, Like, Dislike, emoji, Announce, Block or Accept. What is not known is
/// remembered, so that it does not take effect when it arrives late (F29).
boost::asio::awaitable<Outcome> handle_undo(ListenerServices services, Incoming incoming);

/// Create: a topic or reply in a group of this node, a reply in a thread that is known here, a post
/// of somebody who is followed here, a message to somebody here. Votes in polls are not kept.
boost::asio::awaitable<Outcome> handle_create(ListenerServices services, Incoming incoming);

/// Update of a post or of the actor itself.
boost::asio::awaitable<Outcome> handle_update(ListenerServices services, Incoming incoming);

/// Delete of a post or of the actor itself; removal by a moderator of a local group.
boost::asio::awaitable<Outcome> handle_delete(ListenerServices services, Incoming incoming);

/// Like, and emoji reactions.
boost::asio::awaitable<Outcome> handle_like(ListenerServices services, Incoming incoming);

/// Dislike.
boost::asio::awaitable<Outcome> handle_dislike(ListenerServices services, Incoming incoming);

/// Announce: a boost, a group that names a topic, or a group that passes on an activity.
boost::asio::awaitable<Outcome> handle_announce(ListenerServices services, Incoming incoming);

/// Block of a member of this node by the actor.
boost::asio::awaitable<Outcome> handle_block(ListenerServices services, Incoming incoming);

/// Move of the actor to another one that confirms it (F23).
boost::asio::awaitable<Outcome> handle_move(ListenerServices services, Incoming incoming);

/// Flag: a report about what is here.
boost::asio::awaitable<Outcome> handle_flag(ListenerServices services, Incoming incoming);

/// Add, Remove, Lock, and Block from a group: refused to whoever is no moderator of the local group
/// concerned (F28), otherwise without effect.
boost::asio::awaitable<Outcome> handle_moderation(ListenerServices services, Incoming incoming);

}  // namespace folkmoot::node
