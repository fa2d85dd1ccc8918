#include "node/http/gate.hpp"

#include "node/http/trim.hpp"

#include <algorithm>
#include <charconv>

namespace folkmoot::node {
namespace {

using Check = std::expected<void, Refusal>;

std::unexpected<Refusal> refuse(int status, std::string_view reason) {
    return std::unexpected{Refusal{status, reason}};
}

constexpr bool is_token_char(char c) noexcept {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           marks.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) noexcept {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

// Takes one line off the front; HeadScanner has seen that every LF follows a CR.
std::string_view take_line(std::string_view& rest) noexcept {
    auto const end = rest.find("\r\n");
    auto const line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
    return line;
}

std::string lower_case(std::string_view text) {
    std::string out{text};
    for (char& c : out) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

bool is_authority(std::string_view text) noexcept {
    return !text.empty() && text.size() <= 255 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '.' || c == ':' || c == '[' || c == ']' || c == '_';
    });
}

struct RequestLine {
    std::string_view authority;  // of an absolute target
    bool http_1_0{false};
};

// Leaves the origin form in `head.target`; an absolute target's authority goes to `line`.
Check read_target(std::string_view target, GateHead& head, RequestLine& line) {
    bool const plain = std::all_of(target.begin(), target.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte < 0x7F && c != '#';
    });
    if (target.empty() || !plain) {
        return refuse(400, "malformed target");
    }
    if (target == "*" && head.verb == Verb::options) {
        head.target = target;
        return {};
    }
    for (std::string_view const scheme : {"http://", "https://"}) {
        if (target.size() > scheme.size() &&
            equal_ignoring_case(target.substr(0, scheme.size()), scheme)) {
            auto const rest = target.substr(scheme.size());
            auto const slash = rest.find_first_of("/?");
            line.authority = rest.substr(0, slash);
            target = slash == std::string_view::npos ? "/" : rest.substr(slash);
        }
    }
    if (target.front() != '/') {
        return refuse(400, "malformed target");
    }
    head.target = target;
    return {};
}

Check read_version(std::string_view version, RequestLine& line) {
    if (version == "HTTP/1.1") {
        return {};
    }
    if (version == "HTTP/1.0") {
        line.http_1_0 = true;
        return {};
    }
    bool const other = version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.';
    return other ? refuse(505, "unsupported version") : refuse(400, "malformed version");
}

Check read_request_line(std::string_view text, GateHead& head, RequestLine& line) {
    auto const first = text.find(' ');
    auto const last = text.rfind(' ');
    if (first == std::string_view::npos || first == last) {
        return refuse(400, "malformed request line");
    }
    auto const method = text.substr(0, first);
    auto const target = text.substr(first + 1, last - first - 1);
    if (!is_token(method)) {
        return refuse(400, "malformed method");
    }
    if (auto version = read_version(text.substr(last + 1), line); !version) {
        return version;
    }
    auto const verb = parse_verb(method);
    if (!verb) {
        return refuse(method == "TRACE" || method == "CONNECT" ? 405 : 501, "unsupported method");
    }
    head.verb = *verb;
    return read_target(target, head, line);
}

Check read_fields(std::string_view rest, GateLimits const& limits, GateHead& head) {
    for (auto line = take_line(rest); !line.empty(); line = take_line(rest)) {
        if (line.front() == ' ' || line.front() == '\t') {
            return refuse(400, "folded field");
        }
        auto const colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
            return refuse(400, "malformed field");
        }
        if (head.fields.size() == limits.fields) {
            return refuse(431, "too many fields");
        }
        head.fields.push_back({line.substr(0, colon), trim(line.substr(colon + 1))});
    }
    return rest.empty() ? Check{} : refuse(400, "malformed head");
}

// What the fields say that decides about framing, gathered in one pass.
struct FramingFields {
    std::optional<std::string_view> host, length, coding, expect;
    bool duplicate_host{false}, duplicate_length{false}, duplicate_coding{false};
    bool trailer{false}, close{false}, keep_alive{false}, encoded{false};
};

void note(std::optional<std::string_view>& slot, bool& duplicate, std::string_view value) {
    duplicate = duplicate || slot.has_value();
    slot = value;
}

bool lists(std::string_view value, std::string_view token) noexcept {
    while (!value.empty()) {
        auto const comma = value.find(',');
        if (equal_ignoring_case(trim(value.substr(0, comma)), token)) {
            return true;
        }
        value.remove_prefix(comma == std::string_view::npos ? value.size() : comma + 1);
    }
    return false;
}

FramingFields gather(std::vector<HeaderField> const& fields) {
    FramingFields found;
    bool expect_again = false;
    for (auto const& [name, value] : fields) {
        if (equal_ignoring_case(name, "host")) {
            note(found.host, found.duplicate_host, value);
        } else if (equal_ignoring_case(name, "content-length")) {
            note(found.length, found.duplicate_length, value);
        } else if (equal_ignoring_case(name, "transfer-encoding")) {
            note(found.coding, found.duplicate_coding, value);
        } else if (equal_ignoring_case(name, "expect")) {
            note(found.expect, expect_again, value);
        } else if (equal_ignoring_case(name, "trailer")) {
            found.trailer = true;
        } else if (equal_ignoring_case(name, "connection")) {
            found.close = found.close || lists(value, "close");
            found.keep_alive = found.keep_alive || lists(value, "keep-alive");
        } else if (equal_ignoring_case(name, "content-encoding")) {
            found.encoded = found.encoded || !equal_ignoring_case(value, "identity");
        }
    }
    return found;
}

Check check_host(FramingFields const& found, RequestLine const& line, GateHead& head) {
    if (!found.host || found.duplicate_host || !is_authority(*found.host)) {
        return refuse(400, found.duplicate_host ? "duplicate host" : "missing or malformed host");
    }
    head.host = lower_case(*found.host);
    if (!line.authority.empty() && lower_case(line.authority) != head.host) {
        return refuse(400, "target and host differ");
    }
    return {};
}

Check check_length(std::string_view text, GateHead& head) {
    auto const* const end = text.data() + text.size();
    bool const digits = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c >= '0' && c <= '9';
    });
    if (!digits || std::from_chars(text.data(), end, head.content_length).ec != std::errc{} ||
        head.content_length > INT64_MAX) {
        return refuse(400, "malformed content-length");
    }
    head.framing = head.content_length > 0 ? Framing::length : Framing::none;
    return {};
}

Check check_framing(FramingFields const& found, RequestLine const& line, GateHead& head) {
    if (found.length && found.coding) {
        return refuse(400, "content-length and transfer-encoding");
    }
    if (found.duplicate_length) {
        return refuse(400, "duplicate content-length");
    }
    if (found.trailer) {
        return refuse(400, "trailer announced");
    }
    if (found.coding) {
        if (line.http_1_0 || found.duplicate_coding) {
            return refuse(400, "transfer-encoding not allowed");
        }
        if (!equal_ignoring_case(*found.coding, "chunked")) {
            return refuse(501, "unsupported transfer-encoding");
        }
        head.framing = Framing::chunked;
    }
    if (found.length) {
        return check_length(*found.length, head);
    }
    return {};
}

Check check_body(FramingFields const& found, RequestLine const& line, GateHead& head) {
    bool const has_body = head.framing != Framing::none;
    bool const wants_length =
        head.verb == Verb::post || head.verb == Verb::put || head.verb == Verb::patch;
    if (wants_length && !found.length && !found.coding) {
        return refuse(411, "missing content-length");
    }
    if (has_body && !wants_length && head.verb != Verb::del) {
        return refuse(400, "body not allowed");
    }
    if (has_body && found.encoded) {
        return refuse(415, "unsupported content-encoding");
    }
    if (found.expect && !line.http_1_0) {
        if (!equal_ignoring_case(*found.expect, "100-continue")) {
            return refuse(417, "unsupported expectation");
        }
        head.expects_continue = has_body;
    }
    head.keep_alive = !found.close && (!line.http_1_0 || found.keep_alive);
    return {};
}

}  // namespace

std::expected<std::optional<std::size_t>, Refusal> HeadScanner::scan(std::string_view received
) noexcept {
    for (; seen_ < received.size(); ++seen_) {
        auto const byte = static_cast<unsigned char>(received[seen_]);
        bool const after_cr = seen_ > 0 && received[seen_ - 1] == '\r';
        if (after_cr != (byte == '\n')) {
            return refuse(400, after_cr ? "bare CR" : "bare LF");
        }
        if ((byte < 0x20 && byte != '\t' && byte != '\r' && byte != '\n') || byte == 0x7F) {
            return refuse(400, "control character");
        }
        bool const first_line = line_start_ == 0;
        if (byte == '\n') {
            auto const line = seen_ - 1 - line_start_;
            if (line == 0) {
                return first_line ? std::expected<std::optional<std::size_t>, Refusal>{refuse(
                                        400, "empty request line"
                                    )}
                                  : std::optional{seen_ + 1};
            }
            line_start_ = seen_ + 1;
        } else if (byte != '\r' && seen_ - line_start_ >= limits_.line_bytes) {
            return refuse(first_line ? 414 : 431, "line too long");
        }
        if (seen_ >= limits_.head_bytes) {
            return refuse(431, "head too long");
        }
    }
    return std::nullopt;
}

std::expected<GateHead, Refusal> read_head(std::string_view bytes, GateLimits const& limits) {
    GateHead head;
    RequestLine line;
    auto rest = bytes;
    if (auto checked = read_request_line(take_line(rest), head, line); !checked) {
        return std::unexpected{checked.error()};
    }
    if (auto checked = read_fields(rest, limits, head); !checked) {
        return std::unexpected{checked.error()};
    }
    auto const found = gather(head.fields);
    for (auto const check : {check_framing, check_body}) {
        if (auto checked = check(found, line, head); !checked) {
            return std::unexpected{checked.error()};
        }
    }
    if (auto checked = check_host(found, line, head); !checked) {
        return std::unexpected{checked.error()};
    }
    return head;
}

}  // namespace folkmoot::node
