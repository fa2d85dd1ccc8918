#include "activitypub/signature/digest.hpp"

#include "activitypub/signature/base64.hpp"
#include "activitypub/signature/bytes.hpp"
#include "activitypub/signature/http_message.hpp"
#include "activitypub/signature/structured_fields.hpp"

#include <array>
#include <optional>
#include <set>
#include <variant>

namespace folkmoot::activitypub {

namespace {

constexpr std::size_t max_header_length = 1024;

std::unexpected<Error> refusal(ErrorCode code, std::string_view what) {
    return std::unexpected(Error{code, "digest: " + std::string(what)});
}

/// Collects the entries of a header, then says whether they bind the body.
class DigestCheck {
public:
    explicit DigestCheck(std::string_view body) noexcept : body_(body) {}

    /// @param algorithm  lower-case name; anything but SHA-256 and SHA-512 is passed over
    void add(std::string_view algorithm, ByteView expected) {
        if (algorithm == "sha-256") {
            compare(sha256(bytes_of(body_)), expected);
        } else if (algorithm == "sha-512") {
            compare(sha512(bytes_of(body_)), expected);
        }
    }

    Result<void> result() const {
        if (!supported_) {
            return refusal(ErrorCode::unsupported, "neither SHA-256 nor SHA-512");
        }
        if (!matches_) {
            return refusal(ErrorCode::digest_mismatch, "belongs to another body");
        }
        return {};
    }

private:
    void compare(ByteView actual, ByteView expected) {
        supported_ = true;
        matches_ = equal_in_constant_time(actual, expected) && !actual.empty() && matches_;
    }

    std::string_view body_;
    bool supported_ = false;
    bool matches_ = true;
};

}  // namespace

std::string make_digest(std::string_view body) {
    return "SHA-256=" + encode_base64(sha256(bytes_of(body)));
}

std::string make_content_digest(std::string_view body) {
    return "sha-256=" + serialize_sf_bytes(sha256(bytes_of(body)));
}

Result<void> verify_digest(std::string_view header, std::string_view body) {
    if (header.size() > max_header_length) {
        return refusal(ErrorCode::malformed, "longer than 1 KiB");
    }
    DigestCheck check(body);
    std::set<std::string> seen;
    for (bool more = true; more;) {
        auto const comma = header.find(',');
        auto const entry = trim(header.substr(0, comma));
        more = comma != std::string_view::npos;
        header.remove_prefix(more ? comma + 1 : header.size());

        auto const equals = entry.find('=');
        if (equals == std::string_view::npos || equals == 0) {
            return refusal(ErrorCode::malformed, "not a list of name=value");
        }
        auto const algorithm = to_lower(entry.substr(0, equals));
        if (!seen.insert(algorithm).second) {
            return refusal(ErrorCode::malformed, "an algorithm twice");
        }
        auto const value = decode_base64_tolerant(entry.substr(equals + 1));
        if (!value) {
            // Other algorithms need not be in base64 (RFC 3230 has decimal and hexadecimal ones).
            if (algorithm == "sha-256" || algorithm == "sha-512") {
                return refusal(ErrorCode::malformed, "value is not base64");
            }
            continue;
        }
        check.add(algorithm, *value);
    }
    return check.result();
}

Result<void> verify_content_digest(std::string_view header, std::string_view body) {
    if (header.size() > max_header_length) {
        return refusal(ErrorCode::malformed, "longer than 1 KiB");
    }
    auto const dictionary = parse_sf_dictionary(header);
    if (!dictionary) {
        return std::unexpected(dictionary.error());
    }
    DigestCheck check(body);
    for (auto const& member : *dictionary) {
        auto const* item = std::get_if<SfItem>(&member.value);
        auto const* value = item ? std::get_if<Bytes>(&item->value) : nullptr;
        if (!value) {
            return refusal(ErrorCode::malformed, "value is not a byte sequence");
        }
        check.add(member.key, *value);
    }
    return check.result();
}

}  // namespace folkmoot::activitypub
