#include "activitypub/signature/signature_policy.hpp"

#include "activitypub/signature/digest.hpp"

#include <algorithm>
#include <array>

namespace folkmoot::activitypub {

namespace {

using namespace std::string_view_literals;

constexpr std::array single_fields{
    "host"sv,
    "date"sv,
    "digest"sv,
    "content-digest"sv,
    "content-type"sv,
    "content-length"sv,
    "signature"sv,
    "signature-input"sv,
};

/// Fields that are lists by definition (RFC 9110, RFC 9111, RFC 7239): several lines are one value.
constexpr std::array list_fields{
    "accept"sv,
    "accept-charset"sv,
    "accept-encoding"sv,
    "accept-language"sv,
    "connection"sv,
    "cache-control"sv,
    "content-encoding"sv,
    "content-language"sv,
    "forwarded"sv,
    "pragma"sv,
    "transfer-encoding"sv,
    "upgrade"sv,
    "via"sv,
    "x-forwarded-for"sv,
};

std::unexpected<Error> refusal(ErrorCode code, std::string what) {
    return std::unexpected(Error{code, std::move(what)});
}

bool is_control(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

}  // namespace

Result<void> check_times(
    SignatureTimes const& times, SignaturePolicy const& policy, Timestamp now
) {
    if (!times.date && !times.created) {
        return refusal(ErrorCode::missing, "neither date nor created is covered");
    }
    // Seconds only: foreign times near the ends of 64 bits must not overflow when converted.
    auto const present = std::chrono::floor<std::chrono::seconds>(now);
    for (auto const& time : {times.date, times.created}) {
        if (time && (*time < present - policy.max_age || *time > present + policy.max_ahead)) {
            return refusal(ErrorCode::expired, "made outside of the window");
        }
    }
    if (times.expires && *times.expires < present - policy.expiry_leeway) {
        return refusal(ErrorCode::expired, "expired");
    }
    return {};
}

std::string normalize_authority(std::string_view authority, std::string_view scheme) {
    auto out = to_lower(authority);
    auto const default_port = scheme == "https" ? ":443"sv : scheme == "http" ? ":80"sv : ""sv;
    if (!default_port.empty() && out.ends_with(default_port)) {
        out.resize(out.size() - default_port.size());
    }
    return out;
}

Result<std::string> effective_host(HttpMessage const& message, SignaturePolicy const& policy) {
    if (policy.authority_replaces_host) {
        return policy.authority;
    }
    auto const host = message.single("host");
    if (!host) {
        return std::unexpected(host.error());
    }
    if (normalize_authority(*host, policy.scheme) !=
        normalize_authority(policy.authority, policy.scheme)) {
        return refusal(ErrorCode::signature_invalid, "made for another host");
    }
    return std::string(*host);
}

Result<std::string> covered_field(HttpMessage const& message, std::string_view lower_case_name) {
    auto value = message.combined(lower_case_name);
    if (!value) {
        return refusal(ErrorCode::missing, "covered but absent: " + std::string(lower_case_name));
    }
    if (message.count(lower_case_name) > 1 &&
        std::ranges::find(list_fields, lower_case_name) == list_fields.end()) {
        return refusal(ErrorCode::malformed, "several " + std::string(lower_case_name));
    }
    if (std::ranges::any_of(*value, is_control)) {
        return refusal(
            ErrorCode::malformed, "control character in " + std::string(lower_case_name)
        );
    }
    return *std::move(value);
}

Result<void> check_single_fields(HttpMessage const& message) {
    for (auto const name : single_fields) {
        if (message.count(name) > 1) {
            return refusal(ErrorCode::malformed, "several " + std::string(name));
        }
    }
    return {};
}

Result<void> check_digests(HttpMessage const& message, std::string_view body) {
    if (auto const header = message.find("digest")) {
        if (auto checked = verify_digest(*header, body); !checked) {
            return checked;
        }
    }
    if (auto const header = message.find("content-digest")) {
        return verify_content_digest(*header, body);
    }
    return {};
}

}  // namespace folkmoot::activitypub
