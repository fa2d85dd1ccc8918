#include "activitypub/signature/message_signature.hpp"

#include "activitypub/signature/http_date.hpp"
#include "activitypub/signature/structured_fields.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace folkmoot::activitypub {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t max_signatures = 8;
constexpr std::string_view own_label = "sig1";

constexpr std::array derived_components{
    "@method"sv,
    "@target-uri"sv,
    "@authority"sv,
    "@scheme"sv,
    "@path"sv,
    "@query"sv,
    "@request-target"sv,
};

std::unexpected<Error> refusal(ErrorCode code, std::string_view what) {
    return std::unexpected(Error{code, "Signature-Input: " + std::string(what)});
}

/// Where a request goes, as its sender sees it.
struct Destination {
    std::string scheme;
    std::string authority;  ///< normalised
    std::string host;       ///< as written in Host
};

bool is_component_name(std::string_view name) {
    if (name.starts_with('@')) {
        return std::ranges::find(derived_components, name) != derived_components.end();
    }
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

Result<std::vector<std::string>> read_components(SfInnerList const& list) {
    std::vector<std::string> out;
    for (auto const& item : list.items) {
        auto const* name = std::get_if<std::string>(&item.value);
        if (!name) {
            return refusal(ErrorCode::malformed, "component is not a string");
        }
        if (!item.parameters.empty() || !is_component_name(*name)) {
            return refusal(ErrorCode::unsupported, "component " + *name);
        }
        if (std::ranges::find(out, *name) != out.end()) {
            return refusal(ErrorCode::malformed, "component twice: " + *name);
        }
        out.push_back(*name);
    }
    return out;
}

/// The parameter's value when it has type T, nothing when it is absent.
template <class T>
Result<std::optional<T>> read_parameter(SfParameters const& parameters, std::string_view key) {
    auto const* value = find_parameter(parameters, key);
    if (!value) {
        return std::nullopt;
    }
    auto const* typed = std::get_if<T>(value);
    if (!typed) {
        return refusal(ErrorCode::malformed, std::string(key) + " is of the wrong type");
    }
    return *typed;
}

Result<std::optional<std::chrono::sys_seconds>> read_time(
    SfParameters const& parameters, std::string_view key
) {
    auto const seconds = read_parameter<std::int64_t>(parameters, key);
    if (!seconds) {
        return std::unexpected(seconds.error());
    }
    if (!*seconds) {
        return std::nullopt;
    }
    return std::chrono::sys_seconds(std::chrono::seconds(**seconds));
}

Result<void> read_parameters(SfParameters const& parameters, MessageSignature& out) {
    auto key_id = read_parameter<std::string>(parameters, "keyid");
    auto algorithm = read_parameter<std::string>(parameters, "alg");
    auto const created = read_time(parameters, "created");
    auto const expires = read_time(parameters, "expires");
    if (!key_id || !algorithm || !created || !expires) {
        return refusal(ErrorCode::malformed, "parameter of the wrong type");
    }
    if (!*key_id || (*key_id)->empty()) {
        return refusal(ErrorCode::missing, "no keyid");
    }
    out.key_id = **std::move(key_id);
    out.algorithm = *std::move(algorithm);
    out.created = *created;
    out.expires = *expires;
    return {};
}

Result<MessageSignature> read_signature(SfMember const& input, SfMember const& signature) {
    auto const* list = std::get_if<SfInnerList>(&input.value);
    auto const* item = std::get_if<SfItem>(&signature.value);
    auto const* bytes = item ? std::get_if<Bytes>(&item->value) : nullptr;
    if (!list || !bytes) {
        return refusal(ErrorCode::malformed, "not an inner list and a byte sequence");
    }
    if (bytes->empty()) {
        return refusal(ErrorCode::signature_invalid, "empty signature");
    }
    auto components = read_components(*list);
    if (!components) {
        return std::unexpected(std::move(components).error());
    }
    MessageSignature out;
    if (auto read = read_parameters(list->parameters, out); !read) {
        return std::unexpected(std::move(read).error());
    }
    out.label = input.key;
    out.components = std::move(*components);
    out.raw_parameters = input.raw;
    out.signature = *bytes;
    return out;
}

Result<std::string> component_value(
    std::string_view name, HttpMessage const& message, Destination const& destination
) {
    if (name == "@method") {
        return message.method;
    }
    if (name == "@target-uri") {
        return destination.scheme + "://" + destination.authority + message.target;
    }
    if (name == "@authority") {
        return destination.authority;
    }
    if (name == "@scheme") {
        return destination.scheme;
    }
    if (name == "@request-target") {
        return message.target;
    }
    if (name == "@path") {
        return std::string(message.path());
    }
    if (name == "@query") {
        return message.query().empty() ? "?" : std::string(message.query());
    }
    if (name == "host") {
        return destination.host;
    }
    return covered_field(message, name);
}

Result<std::string> make_base(
    MessageSignature const& signature, HttpMessage const& message, Destination const& destination
) {
    std::string out;
    for (auto const& name : signature.components) {
        auto value = component_value(name, message, destination);
        if (!value) {
            return std::unexpected(std::move(value).error());
        }
        out += "\"" + name + "\": " + *value + "\n";
    }
    return out + "\"@signature-params\": " + signature.raw_parameters;
}

Result<void> check_coverage(MessageSignature const& signature, HttpMessage const& message) {
    auto const covers_path =
        signature.covers("@request-target") ||
        (signature.covers("@path") && (message.query().empty() || signature.covers("@query")));
    if (!signature.covers("@method") ||
        !(signature.covers("@target-uri") || (signature.covers("@authority") && covers_path))) {
        return refusal(ErrorCode::missing, "does not cover method and target");
    }
    if (!message.is_read() && !signature.covers("content-digest")) {
        return refusal(ErrorCode::missing, "does not cover content-digest");
    }
    return {};
}

/// The algorithm of a registered name that we take.
std::optional<SignatureAlgorithm> named_algorithm(std::string_view name) {
    for (auto const algorithm :
         {SignatureAlgorithm::rsa_v1_5_sha256,
          SignatureAlgorithm::rsa_pss_sha512,
          SignatureAlgorithm::ed25519}) {
        if (to_string(algorithm) == name) {
            return algorithm;
        }
    }
    return std::nullopt;
}

}  // namespace

bool MessageSignature::covers(std::string_view component) const noexcept {
    return std::ranges::find(components, component) != components.end();
}

Result<std::vector<MessageSignature>> parse_message_signatures(
    std::string_view signature_input, std::string_view signature
) {
    auto const inputs = parse_sf_dictionary(signature_input);
    if (!inputs) {
        return std::unexpected(inputs.error());
    }
    auto const values = parse_sf_dictionary(signature);
    if (!values) {
        return std::unexpected(values.error());
    }
    std::vector<MessageSignature> out;
    for (auto const& input : *inputs) {
        auto const* value = find_member(*values, input.key);
        if (!value) {
            continue;
        }
        if (out.size() == max_signatures) {
            return refusal(ErrorCode::too_large, "too many signatures");
        }
        auto read = read_signature(input, *value);
        if (!read) {
            return std::unexpected(std::move(read).error());
        }
        out.push_back(std::move(*read));
    }
    if (out.empty()) {
        return refusal(ErrorCode::missing, "no label with a signature");
    }
    return out;
}

Result<std::string> signature_base(
    MessageSignature const& signature, HttpMessage const& message, SignaturePolicy const& policy
) {
    auto host = effective_host(message, policy);
    if (!host) {
        return std::unexpected(std::move(host).error());
    }
    return make_base(
        signature,
        message,
        {.scheme = policy.scheme,
         .authority = normalize_authority(policy.authority, policy.scheme),
         .host = std::move(*host)}
    );
}

Result<void> check_message_signature(
    MessageSignature const& signature,
    HttpMessage const& message,
    SignaturePolicy const& policy,
    Timestamp now
) {
    if (auto covered = check_coverage(signature, message); !covered) {
        return covered;
    }
    if (signature.algorithm && !named_algorithm(*signature.algorithm)) {
        return refusal(ErrorCode::unsupported, "alg " + *signature.algorithm);
    }
    if (!signature.created) {
        return refusal(ErrorCode::missing, "no created");
    }
    SignatureTimes times{.date = {}, .created = signature.created, .expires = signature.expires};
    if (signature.covers("date")) {
        auto const header = message.single("date");
        if (!header) {
            return std::unexpected(header.error());
        }
        auto const date = parse_http_date(*header);
        if (!date) {
            return std::unexpected(date.error());
        }
        times.date = *date;
    }
    return check_times(times, policy, now);
}

Result<SignatureAlgorithm> message_signature_algorithm(
    MessageSignature const& signature, KeyType type
) {
    auto const algorithm =
        signature.algorithm ? named_algorithm(*signature.algorithm) : default_algorithm(type);
    auto const key_type =
        algorithm == SignatureAlgorithm::ed25519 ? KeyType::ed25519 : KeyType::rsa;
    if (!algorithm || key_type != type) {
        return refusal(ErrorCode::unsupported, "alg does not fit the key");
    }
    return *algorithm;
}

Result<void> sign_message(
    HttpMessage& message, SigningKey const& signer, std::string_view receiver_origin, Timestamp now
) {
    auto const separator = receiver_origin.find("://");
    if (separator == std::string_view::npos) {
        return refusal(ErrorCode::malformed, "receiver is not an origin");
    }
    auto const key_id = serialize_sf_string(signer.key_id);
    if (!key_id) {
        return std::unexpected(key_id.error());
    }
    MessageSignature draft;
    draft.components = {"@method", "@target-uri"};
    if (!message.is_read() || message.find("content-digest")) {
        draft.components.emplace_back("content-digest");
    }
    std::string list;
    for (auto const& name : draft.components) {
        list += (list.empty() ? "\"" : " \"") + name + "\"";
    }
    auto const created = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    auto const algorithm = to_string(default_algorithm(signer.key.type()));
    draft.raw_parameters = "(" + list + ");created=" + std::to_string(created) +
                           ";keyid=" + *key_id + ";alg=\"" + std::string(algorithm) + "\"";
    auto const base = make_base(
        draft,
        message,
        {.scheme = std::string(receiver_origin.substr(0, separator)),
         .authority = std::string(receiver_origin.substr(separator + 3)),
         .host = {}}
    );
    if (!base) {
        return std::unexpected(base.error());
    }
    auto const signature = signer.key.sign(*base);
    if (!signature) {
        return std::unexpected(signature.error());
    }
    message.set("Signature-Input", std::string(own_label) + "=" + draft.raw_parameters);
    message.set("Signature", std::string(own_label) + "=" + serialize_sf_bytes(*signature));
    return {};
}

}  // namespace folkmoot::activitypub
