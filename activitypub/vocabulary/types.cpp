#include "activitypub/vocabulary/types.hpp"

#include <array>
#include <utility>

namespace folkmoot::activitypub {
namespace {

template <class Type>
using Name = std::pair<Type, std::string_view>;

constexpr auto actor_names = std::to_array<Name<ActorType>>({
    {ActorType::person, "Person"},
    {ActorType::group, "Group"},
    {ActorType::service, "Service"},
    {ActorType::application, "Application"},
    {ActorType::organization, "Organization"},
});

constexpr auto object_names = std::to_array<Name<ObjectType>>({
    {ObjectType::note, "Note"},
    {ObjectType::article, "Article"},
    {ObjectType::page, "Page"},
    {ObjectType::question, "Question"},
    {ObjectType::event, "Event"},
    {ObjectType::video, "Video"},
    {ObjectType::audio, "Audio"},
    {ObjectType::image, "Image"},
    {ObjectType::document, "Document"},
    {ObjectType::place, "Place"},
    {ObjectType::profile, "Profile"},
    {ObjectType::tombstone, "Tombstone"},
    {ObjectType::chat_message, "ChatMessage"},
    {ObjectType::quote_authorization, "QuoteAuthorization"},
    {ObjectType::like_approval, "LikeApproval"},
    {ObjectType::reply_approval, "ReplyApproval"},
    {ObjectType::announce_approval, "AnnounceApproval"},
});

constexpr auto activity_names = std::to_array<Name<ActivityType>>({
    {ActivityType::accept, "Accept"},
    {ActivityType::add, "Add"},
    {ActivityType::announce, "Announce"},
    {ActivityType::announce_request, "AnnounceRequest"},
    {ActivityType::block, "Block"},
    {ActivityType::choose_answer, "ChooseAnswer"},
    {ActivityType::create, "Create"},
    {ActivityType::delete_, "Delete"},
    {ActivityType::dislike, "Dislike"},
    {ActivityType::emoji_react, "EmojiReact"},
    {ActivityType::flag, "Flag"},
    {ActivityType::follow, "Follow"},
    {ActivityType::ignore, "Ignore"},
    {ActivityType::invite, "Invite"},
    {ActivityType::join, "Join"},
    {ActivityType::leave, "Leave"},
    {ActivityType::like, "Like"},
    {ActivityType::like_request, "LikeRequest"},
    {ActivityType::lock, "Lock"},
    {ActivityType::move, "Move"},
    {ActivityType::offer, "Offer"},
    {ActivityType::poll_vote, "PollVote"},
    {ActivityType::quote_request, "QuoteRequest"},
    {ActivityType::reject, "Reject"},
    {ActivityType::remove, "Remove"},
    {ActivityType::reply_request, "ReplyRequest"},
    {ActivityType::resolve, "Resolve"},
    {ActivityType::tentative_accept, "TentativeAccept"},
    {ActivityType::tentative_reject, "TentativeReject"},
    {ActivityType::undo, "Undo"},
    {ActivityType::update, "Update"},
    {ActivityType::view, "View"},
    {ActivityType::warn, "Warn"},
});

constexpr auto collection_names = std::to_array<Name<CollectionType>>({
    {CollectionType::collection, "Collection"},
    {CollectionType::ordered_collection, "OrderedCollection"},
    {CollectionType::collection_page, "CollectionPage"},
    {CollectionType::ordered_collection_page, "OrderedCollectionPage"},
});

template <class Names, class Type>
std::string_view name_of(Names const& names, Type type) noexcept {
    for (auto const& [known, name] : names) {
        if (known == type) {
            return name;
        }
    }
    return {};
}

template <class Type, std::size_t Count>
std::optional<Type> type_of(
    std::array<Name<Type>, Count> const& names, std::string_view name
) noexcept {
    for (auto const& [type, known] : names) {
        if (known == name) {
            return type;
        }
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_string(ActorType type) noexcept {
    return name_of(actor_names, type);
}

std::string_view to_string(ObjectType type) noexcept {
    return name_of(object_names, type);
}

std::string_view to_string(ActivityType type) noexcept {
    return name_of(activity_names, type);
}

std::string_view to_string(CollectionType type) noexcept {
    return name_of(collection_names, type);
}

std::optional<ActorType> actor_type(std::string_view name) noexcept {
    return type_of(actor_names, name);
}

std::optional<ObjectType> object_type(std::string_view name) noexcept {
    return type_of(object_names, name);
}

std::optional<ActivityType> activity_type(std::string_view name) noexcept {
    return type_of(activity_names, name);
}

std::optional<CollectionType> collection_type(std::string_view name) noexcept {
    return type_of(collection_names, name);
}

}  // namespace folkmoot::activitypub
