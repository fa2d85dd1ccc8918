// Strong ids: a PostId cannot be passed where an ActorId is asked. Records hold the plain numbers.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace folkmoot::storage {

/// A stored 64-bit id, (milliseconds << 16) | counter; 0 is "none". The same number is the client
/// API's id.
template <class Kind>
class Id {
public:
    constexpr Id() noexcept = default;

    constexpr explicit Id(std::uint64_t value) noexcept : value_(value) {}

    [[nodiscard]] constexpr std::uint64_t value() const noexcept { return value_; }

    /// False for "none".
    constexpr explicit operator bool() const noexcept { return value_ != 0; }

    friend constexpr auto operator<=>(Id, Id) noexcept = default;

private:
    std::uint64_t value_ = 0;
};

using ActorId = Id<struct ActorIdKind>;
using PostId = Id<struct PostIdKind>;
using EntryId = Id<struct EntryIdKind>;
using FollowId = Id<struct FollowIdKind>;
using MembershipId = Id<struct MembershipIdKind>;
using ReactionId = Id<struct ReactionIdKind>;
using BookmarkId = Id<struct BookmarkIdKind>;
using BlockId = Id<struct BlockIdKind>;
using MuteId = Id<struct MuteIdKind>;
using NotificationId = Id<struct NotificationIdKind>;
using MediaId = Id<struct MediaIdKind>;
using TagId = Id<struct TagIdKind>;
using FollowedTagId = Id<struct FollowedTagIdKind>;
using AppId = Id<struct AppIdKind>;
using TokenId = Id<struct TokenIdKind>;
using CodeId = Id<struct CodeIdKind>;
using SessionId = Id<struct SessionIdKind>;
using KeyRecordId = Id<struct KeyRecordIdKind>;
using HostId = Id<struct HostIdKind>;
using PendingId = Id<struct PendingIdKind>;
using ReceivedId = Id<struct ReceivedIdKind>;
using JobId = Id<struct JobIdKind>;
using ReportId = Id<struct ReportIdKind>;
using AuditId = Id<struct AuditIdKind>;

/// Place of a row in the outgoing log; dense and in commit order, from 1.
using Sequence = Id<struct SequenceKind>;

/// Place of a row in the change log; dense and in commit order, from 1.
using ChangeNumber = Id<struct ChangeNumberKind>;

}  // namespace folkmoot::storage

template <class Kind>
struct std::hash<folkmoot::storage::Id<Kind>> {
    std::size_t operator()(folkmoot::storage::Id<Kind> id) const noexcept {
        return std::hash<std::uint64_t>{}(id.value());
    }
};
