#include "activitypub/json/guard.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace folkmoot::activitypub {
namespace {

using nlohmann::json;

/// Members whose strings are text for people: long, and cleaned of NUL rather than refused.
constexpr std::array<std::string_view, 3> long_text_members = {"content", "contentMap", "source"};
constexpr std::array<std::string_view, 2> short_text_members = {"summary", "summaryMap"};

/// Builds the tree from nlohmann's events and stops at the first broken rule. The parser keeps its
/// own state on the heap, so nothing here depends on how deep the input goes.
class Builder final : public nlohmann::json_sax<json> {
public:
    explicit Builder(JsonLimits const& limits) : limits_(limits) {}

    json& root() noexcept { return root_; }

    Error take_error() { return std::move(error_); }

    bool null() override { return place(nullptr) != nullptr; }

    bool boolean(bool value) override { return place(value) != nullptr; }

    bool number_integer(number_integer_t value) override { return place(value) != nullptr; }

    bool number_unsigned(number_unsigned_t value) override {
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) {
            return refuse(ErrorCode::malformed, "json.number");
        }
        return place(static_cast<number_integer_t>(value)) != nullptr;
    }

    bool number_float(number_float_t value, string_t const& token) override {
        // An integer that fits nothing arrives here as a double that has lost digits.
        if (token.find_first_of(".eE") == string_t::npos) {
            return refuse(ErrorCode::malformed, "json.number");
        }
        return place(value) != nullptr;
    }

    bool string(string_t& value) override {
        Text const text = current_text();
        auto const limit = text == Text::long_ ? limits_.max_text_bytes : limits_.max_string_bytes;
        if (value.size() > limit) {
            return refuse(ErrorCode::too_large, "json.string");
        }
        if (value.contains('\0')) {
            if (text == Text::none) {
                return refuse(ErrorCode::malformed, "json.nul");
            }
            std::erase(value, '\0');
        }
        return place(std::move(value)) != nullptr;
    }

    bool binary(binary_t&) override { return refuse(ErrorCode::malformed, "json.syntax"); }

    bool start_object(std::size_t) override { return open(json::object()); }

    bool end_object() override { return close(); }

    bool start_array(std::size_t) override { return open(json::array()); }

    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        if (name.size() > limits_.max_key_bytes) {
            return refuse(ErrorCode::too_large, "json.key");
        }
        if (name.contains('\0')) {
            return refuse(ErrorCode::malformed, "json.nul");
        }
        member_text_ = std::max(open_.back().text, text_of(name));
        auto const [member, inserted] =
            open_.back().container->get_ref<json::object_t&>().emplace(std::move(name), nullptr);
        if (!inserted) {
            return refuse(ErrorCode::malformed, "json.duplicate_key");
        }
        member_ = &member->second;
        return true;
    }

    bool parse_error(
        std::size_t position, std::string const&, nlohmann::detail::exception const& failure
    ) override {
        constexpr int number_overflow = 406;
        auto const* rule = failure.id == number_overflow ? "json.number" : "json.syntax";
        error_ = Error{ErrorCode::malformed, rule + (" at byte " + std::to_string(position))};
        return false;
    }

private:
    enum class Text { none, short_, long_ };

    struct Level {
        json* container;
        Text text;
    };

    static Text text_of(std::string_view name) {
        if (std::ranges::find(long_text_members, name) != long_text_members.end()) {
            return Text::long_;
        }
        bool const is_short =
            std::ranges::find(short_text_members, name) != short_text_members.end();
        return is_short ? Text::short_ : Text::none;
    }

    Text current_text() const {
        if (open_.empty()) {
            return Text::none;
        }
        return open_.back().container->is_object() ? member_text_ : open_.back().text;
    }

    bool refuse(ErrorCode code, char const* rule) {
        error_ = Error{code, rule};
        return false;
    }

    /// Puts a value where the document stands; nullptr when a rule is broken. A slot in an array
    /// moves only when the next value is added, and by then everything below it is closed.
    json* place(json value) {
        if (++nodes_ > limits_.max_nodes) {
            refuse(ErrorCode::too_large, "json.nodes");
            return nullptr;
        }
        if (open_.empty()) {
            if (limits_.object_only && !value.is_object()) {
                refuse(ErrorCode::malformed, "json.not_an_object");
                return nullptr;
            }
            root_ = std::move(value);
            return &root_;
        }
        json& container = *open_.back().container;
        if (container.is_array()) {
            container.push_back(std::move(value));
            return &container.back();
        }
        *member_ = std::move(value);
        return member_;
    }

    bool open(json value) {
        if (open_.size() >= limits_.max_depth) {
            return refuse(ErrorCode::too_large, "json.depth");
        }
        Text const text = current_text();
        json* const slot = place(std::move(value));
        if (slot == nullptr) {
            return false;
        }
        open_.push_back({slot, text});
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    JsonLimits const& limits_;
    json root_;
    std::vector<Level> open_;
    json* member_ = nullptr;
    Text member_text_ = Text::none;
    std::size_t nodes_ = 0;
    Error error_{ErrorCode::malformed, "json.syntax"};
};

}  // namespace

Result<json> parse_json(std::string_view bytes, JsonLimits const& limits) {
    if (bytes.size() > limits.max_bytes) {
        return std::unexpected(Error{ErrorCode::too_large, "json.bytes"});
    }
    // nlohmann skips a byte-order mark silently; a signed body with one is not the text that others
    // read.
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        return std::unexpected(Error{ErrorCode::malformed, "json.byte_order_mark"});
    }
    // nlohmann takes a raw NUL for the end of the input: what follows would be signed, and not
    // read.
    if (bytes.contains('\0')) {
        return std::unexpected(Error{ErrorCode::malformed, "json.nul"});
    }
    Builder builder(limits);
    if (!json::sax_parse(bytes.begin(), bytes.end(), &builder)) {
        return std::unexpected(builder.take_error());
    }
    return std::move(builder.root());
}

}  // namespace folkmoot::activitypub
