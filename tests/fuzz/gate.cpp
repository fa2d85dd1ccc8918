// The way in: the head of a request, its target and its body, as bytes from a socket. What the gate
// decides may not depend on how the bytes are cut into pieces (threats H01 to H15, H29).
#include "node/http/gate.hpp"

#include "node/http/body_parser.hpp"
#include "node/http/percent.hpp"
#include "node/http/target.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace folkmoot::fuzz {
namespace {

using namespace folkmoot::node;

constexpr std::uint64_t body_limit = 4096;

/// How a head or a body ended.
struct Verdict {
    int status = 0;  ///< 0: passed, -1: waits for more
    std::size_t size = 0;
    std::string body;

    friend bool operator==(Verdict const&, Verdict const&) = default;
};

Verdict refused(Refusal const& refusal) {
    require(refusal.status >= 400 && refusal.status < 600, "a refusal has a status of failure");
    require(!refusal.reason.empty(), "a refusal has a reason");
    return {refusal.status, 0, {}};
}

Verdict scan_in_pieces(std::string_view input, std::size_t piece) {
    HeadScanner scanner;
    for (std::size_t end = 0; end < input.size();) {
        end = std::min(input.size(), end + piece);
        auto const size = scanner.scan(input.substr(0, end));
        if (!size) {
            return refused(size.error());
        }
        if (*size) {
            require(**size <= end, "a head ends within the bytes received");
            return {0, **size, {}};
        }
    }
    return {-1, 0, {}};
}

Verdict read_in_pieces(
    std::string_view head, GateHead const& seen, std::string_view rest, std::size_t piece
) {
    auto parser = BodyParser::create(head, seen, body_limit);
    if (!parser) {
        return refused(parser.error());
    }
    Verdict verdict{-1, 0, {}};
    for (std::size_t end = 0; !parser->done() && end < rest.size();) {
        end = std::min(rest.size(), end + piece);
        auto const given = rest.substr(verdict.size, end - verdict.size);
        auto const before = verdict.body.size();
        auto const used = parser->feed(given, verdict.body);
        if (!used) {
            return refused(used.error());
        }
        require(*used <= given.size(), "no more is consumed than was given");
        require(verdict.body.size() - before <= given.size(), "decoding adds no bytes");
        verdict.size += *used;
    }
    require(verdict.body.size() <= body_limit, "a body keeps to its limit");
    verdict.status = parser->done() ? 0 : -1;
    return verdict;
}

void check_target(std::string_view text) {
    auto const target = parse_target(text);
    if (!target) {
        return;
    }
    require(
        target->segments.size() <= 32 && target->query.size() <= 200, "a target keeps to its caps"
    );
    std::string rebuilt;
    for (auto const& segment : target->segments) {
        require(is_utf8(segment), "a segment is UTF-8");
        require(
            segment.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos &&
                segment != "." && segment != "..",
            "a segment cannot climb or divide"
        );
        rebuilt += '/' + percent_encode(segment);
    }
    if (text == "*") {
        return;
    }
    char divider = '?';
    for (auto const& [name, value] : target->query) {
        rebuilt += divider + percent_encode(name) + '=' + percent_encode(value);
        divider = '&';
    }
    auto const again = parse_target(rebuilt.starts_with('/') ? rebuilt : '/' + rebuilt);
    require(
        again && again->segments == target->segments && again->query == target->query,
        "a target that is written anew reads the same"
    );
}

void check_head(GateHead const& head, std::string_view bytes) {
    GateLimits const limits;
    require(head.fields.size() <= limits.fields, "a head keeps to its cap of fields");
    require(lies_within(head.target, bytes), "the target is a view into the head");
    for (auto const& field : head.fields) {
        require(!field.name.empty(), "a field has a name");
        require(
            lies_within(field.name, bytes) && lies_within(field.value, bytes),
            "fields are views into the head"
        );
    }
    require(head.framing == Framing::length || head.content_length == 0, "one framing at a time");
    check_target(head.target);
}

}  // namespace

void fuzz_gate(std::string_view input) {
    auto const whole = scan_in_pieces(input, std::max<std::size_t>(input.size(), 1));
    for (std::size_t const piece : {1U, 7U}) {
        require(scan_in_pieces(input, piece) == whole, "a head does not depend on its pieces");
    }
    if (whole.status != 0) {
        return;
    }
    auto const bytes = input.substr(0, whole.size);
    auto const head = read_head(bytes);
    if (!head) {
        refused(head.error());
        return;
    }
    check_head(*head, bytes);
    auto const rest = input.substr(whole.size);
    auto const body = read_in_pieces(bytes, *head, rest, std::max<std::size_t>(rest.size(), 1));
    for (std::size_t const piece : {1U, 7U}) {
        auto const other = read_in_pieces(bytes, *head, rest, piece);
        // The parser may wait for more before it refuses; it may not pass what it would refuse.
        require(
            (body.status != 0 && other.status != 0) || body == other,
            "a body does not depend on its pieces"
        );
    }
    require(
        head->framing != Framing::length || body.status != 0 ||
            body.body.size() == head->content_length,
        "a body has the length that was announced"
    );
}

}  // namespace folkmoot::fuzz
