// Stored values: as they lie in the store, and with a right checksum over any payload, so that the
// FlatBuffers verifier of every table is reached. The first byte chooses the table (threat R07).
#include "storage/engine/record.hpp"

#include "storage/engine/key.hpp"
#include "storage/schema/accounts.hpp"
#include "storage/schema/actors.hpp"
#include "storage/schema/federation.hpp"
#include "storage/schema/groups.hpp"
#include "storage/schema/media.hpp"
#include "storage/schema/posts.hpp"
#include "storage/schema/relations.hpp"
#include "storage/schema/work.hpp"
#include "storage/tables/compression.hpp"
#include "tests/fuzz/target.hpp"

#include <array>

namespace folkmoot::fuzz {
namespace {

using namespace folkmoot::storage;

constexpr RecordType type{.tag = 7, .version = 1};
constexpr std::string_view key = "key";

template <class Record>
void check_record(std::string_view payload) {
    auto const view = parse_record<Record>(type, key, encode_record(type, key, payload));
    if (!view) {
        require(view.error().code == ErrorCode::corrupt, "a bad payload is told as damage");
        return;
    }
    PackedRecord<Record> const packed(view->unpack());
    auto const again = RecordView<Record>::parse(packed.payload());
    require(again.has_value(), "a record that is written can be read");
    PackedRecord<Record> const twice(again->unpack());
    require(twice.payload() == packed.payload(), "a record that is written reads the same");
}

template <class... Records>
constexpr auto checks_of = std::to_array<void (*)(std::string_view)>({check_record<Records>...});

constexpr auto checks = checks_of<
    Actor,
    ActorCounters,
    ActorKey,
    App,
    Audit,
    Block,
    Bookmark,
    Change,
    Credentials,
    ExplicitDelivery,
    Follow,
    FollowedTag,
    GroupSettings,
    Hashtag,
    Host,
    HostChannel,
    HostDelivery,
    HostPolicy,
    HostUsage,
    Idempotency,
    Identity,
    Job,
    LogEntry,
    Marker,
    MediaFile,
    Membership,
    Mute,
    Notification,
    OneTimeCode,
    Outgoing,
    OutgoingBody,
    PendingActivity,
    Post,
    PostBody,
    PostCounters,
    Preferences,
    Reaction,
    ReceivedActivity,
    RemoteFailure,
    Report,
    Revision,
    Session,
    Token,
    Tombstone>;

void check_value(std::string_view bytes) {
    auto const payload = decode_record(type, key, bytes);
    if (payload) {
        require(lies_within(*payload, bytes), "a payload is a view into its value");
        require(
            payload->size() + record_header_size == bytes.size(),
            "a payload is all that follows the header"
        );
    } else {
        require(!payload.error().detail.empty(), "an error says why");
    }
}

void check_key(std::string_view bytes) {
    using Key = std::tuple<std::uint16_t, std::string, NewestFirst, std::string>;
    if (auto const value = decode_key<Key>(bytes)) {
        require(encode_key(*value) == bytes, "a key has one form");
    }
}

void check_frame(std::string_view bytes) {
    constexpr std::size_t limit = 64 * 1024;
    auto const text = decompress(bytes, limit);
    require(!text || text->size() <= limit, "a frame keeps to its limit");
    require(decompress(compress(bytes), bytes.size()) == bytes, "what is compressed comes back");
}

}  // namespace

void fuzz_record(std::string_view input) {
    check_value(input);
    check_key(input);
    check_frame(input);
    if (!input.empty()) {
        auto const choice = static_cast<std::uint8_t>(input.front()) % checks.size();
        checks[choice](input.substr(1));
    }
}

}  // namespace folkmoot::fuzz
