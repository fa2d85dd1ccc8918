#include "node/api/mastodon/entities/words.hpp"

#include <array>
#include <utility>

namespace folkmoot::node {
namespace {

using storage::NotificationKind;
using storage::TopicKind;
using storage::Visibility;

template <class Enum, std::size_t size>
using Words = std::array<std::pair<Enum, std::string_view>, size>;

constexpr Words<Visibility, 4> visibilities{{
    {Visibility::public_, "public"},
    {Visibility::unlisted, "unlisted"},
    {Visibility::followers, "private"},
    {Visibility::direct, "direct"},
}};

constexpr Words<TopicKind, 8> topic_kinds{{
    {TopicKind::discussion, "discussion"},
    {TopicKind::question, "question"},
    {TopicKind::idea, "idea"},
    {TopicKind::article, "article"},
    {TopicKind::event, "event"},
    {TopicKind::job, "job"},
    {TopicKind::announcement, "announcement"},
    {TopicKind::poll, "poll"},
}};

constexpr Words<storage::GroupKind, 7> group_kinds{{
    {storage::GroupKind::discussion, "discussion"},
    {storage::GroupKind::qa, "qa"},
    {storage::GroupKind::ideas, "ideas"},
    {storage::GroupKind::kb, "kb"},
    {storage::GroupKind::events, "events"},
    {storage::GroupKind::jobs, "jobs"},
    {storage::GroupKind::announcement, "announcement"},
}};

constexpr Words<storage::JoinPolicy, 3> join_policies{{
    {storage::JoinPolicy::open, "open"},
    {storage::JoinPolicy::approval, "approval"},
    {storage::JoinPolicy::invitation, "invitation"},
}};

constexpr Words<Visibility, 4> group_visibilities{{
    {Visibility::public_, "public"},
    {Visibility::unlisted, "unlisted"},
    {Visibility::members, "members"},
    {Visibility::hidden, "hidden"},
}};

constexpr Words<NotificationKind, 14> notification_kinds{{
    {NotificationKind::mention, "mention"},
    {NotificationKind::status, "status"},
    {NotificationKind::reblog, "reblog"},
    {NotificationKind::follow, "follow"},
    {NotificationKind::follow_request, "follow_request"},
    {NotificationKind::favourite, "favourite"},
    {NotificationKind::poll, "poll"},
    {NotificationKind::update, "update"},
    {NotificationKind::admin_sign_up, "admin.sign_up"},
    {NotificationKind::admin_report, "admin.report"},
    {NotificationKind::moderation_warning, "moderation_warning"},
    {NotificationKind::quote, "quote"},
    {NotificationKind::group_invitation, "follow_request"},
    {NotificationKind::answer_accepted, "update"},
}};

template <class Enum, std::size_t size>
std::string_view word_of(
    Words<Enum, size> const& words, Enum value, std::string_view otherwise
) noexcept {
    for (auto const& [known, word] : words) {
        if (known == value) {
            return word;
        }
    }
    return otherwise;
}

template <class Enum, std::size_t size>
std::optional<Enum> parse(Words<Enum, size> const& words, std::string_view text) noexcept {
    for (auto const& [known, word] : words) {
        if (word == text) {
            return known;
        }
    }
    return std::nullopt;
}

}  // namespace

std::string_view visibility_word(Visibility visibility) noexcept {
    return word_of(visibilities, visibility, "private");
}

std::optional<Visibility> parse_visibility(std::string_view word) noexcept {
    return parse(visibilities, word);
}

std::string_view topic_kind_word(TopicKind kind) noexcept {
    return word_of(topic_kinds, kind, "discussion");
}

std::optional<TopicKind> parse_topic_kind(std::string_view word) noexcept {
    return parse(topic_kinds, word);
}

std::string_view group_kind_word(storage::GroupKind kind) noexcept {
    return word_of(group_kinds, kind, "discussion");
}

std::string_view join_policy_word(storage::JoinPolicy policy) noexcept {
    return word_of(join_policies, policy, "open");
}

std::string_view group_visibility_word(Visibility visibility) noexcept {
    return word_of(group_visibilities, visibility, "members");
}

std::string_view notification_word(NotificationKind kind) noexcept {
    return word_of(notification_kinds, kind, "mention");
}

std::vector<NotificationKind> parse_notification_type(std::string_view word) {
    std::vector<NotificationKind> kinds;
    for (auto const& [kind, known] : notification_kinds) {
        if (known == word) {
            kinds.push_back(kind);
        }
    }
    return kinds;
}

}  // namespace folkmoot::node
