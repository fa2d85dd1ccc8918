// The closed lists of types that this node knows, with their wire names. A type outside them is
// kept as its string
// (`type_name` of the record) and never refused for being unknown.
#pragma once

#include <optional>
#include <string_view>

namespace folkmoot::activitypub {

/// ActivityStreams actor types.
enum class ActorType { person, group, service, application, organization };

/// Objects: ActivityStreams, litepub (`ChatMessage`), FEP-044f and GoToSocial approvals.
enum class ObjectType {
    note,
    article,
    page,
    question,
    event,
    video,
    audio,
    image,
    document,
    place,
    profile,
    tombstone,
    chat_message,
    quote_authorization,
    like_approval,
    reply_approval,
    announce_approval,
    other,  ///< see `type_name`
};

/// Activities: ActivityStreams, litepub (`EmojiReact`), Lemmy (`Lock`, `Resolve`, `Warn`), PieFed
/// (`ChooseAnswer`, `PollVote`), FEP-044f and GoToSocial requests.
enum class ActivityType {
    accept,
    add,
    announce,
    announce_request,
    block,
    choose_answer,
    create,
    delete_,
    dislike,
    emoji_react,
    flag,
    follow,
    ignore,
    invite,
    join,
    leave,
    like,
    like_request,
    lock,
    move,
    offer,
    poll_vote,
    quote_request,
    reject,
    remove,
    reply_request,
    resolve,
    tentative_accept,
    tentative_reject,
    undo,
    update,
    view,
    warn,
    other,  ///< see `type_name`
};

enum class CollectionType {
    collection,
    ordered_collection,
    collection_page,
    ordered_collection_page
};

/// Wire names, e.g. "Person", "Delete". `other` gives an empty view.
std::string_view to_string(ActorType type) noexcept;
std::string_view to_string(ObjectType type) noexcept;
std::string_view to_string(ActivityType type) noexcept;
std::string_view to_string(CollectionType type) noexcept;

/// The type of a wire name (exact case); nullopt for names outside the list.
std::optional<ActorType> actor_type(std::string_view name) noexcept;
std::optional<ObjectType> object_type(std::string_view name) noexcept;
std::optional<ActivityType> activity_type(std::string_view name) noexcept;
std::optional<CollectionType> collection_type(std::string_view name) noexcept;

}  // namespace folkmoot::activitypub
