#include "activitypub/json/getters.hpp"
#include "activitypub/vocabulary/limits.hpp"
#include "activitypub/vocabulary/member_reader.hpp"
#include "activitypub/vocabulary/text.hpp"

#include <limits>
#include <utility>

namespace folkmoot::activitypub {
namespace {

constexpr auto any_count = std::numeric_limits<std::int64_t>::max();

}  // namespace

std::optional<Poll> read_poll(MemberReader& in) {
    Poll poll;
    auto entries = in.objects("oneOf");
    if (entries.empty()) {
        entries = in.objects("anyOf");
        poll.multiple = true;
    }
    if (entries.size() > limits::max_poll_options) {
        in.refuse(ErrorCode::too_large, "object.options");
        return std::nullopt;
    }
    for (auto const* entry : entries) {
        auto name = clean_line(get_string(*entry, "name").value_or(""));
        if (name.size() > limits::max_name_bytes) {
            in.refuse(ErrorCode::too_large, "object.option");
            return std::nullopt;
        }
        auto const* replies = get_object(*entry, "replies");
        auto const votes =
            replies == nullptr ? std::nullopt : get_integer(*replies, "totalItems", 0, any_count);
        if (!name.empty()) {
            poll.options.push_back({std::move(name), votes.value_or(0)});
        }
    }
    if (poll.options.empty()) {
        return std::nullopt;
    }
    poll.end_time = in.time("endTime");
    // Some write `closed: true` and let endTime say when.
    poll.closed = get_bool(in.document(), "closed")
                      ? (in.flag("closed") ? poll.end_time : std::nullopt)
                      : in.time("closed");
    poll.voters = get_integer(in.document(), "votersCount", 0, any_count);
    return poll;
}

}  // namespace folkmoot::activitypub
