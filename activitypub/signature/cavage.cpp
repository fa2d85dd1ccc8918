#include "activitypub/signature/cavage.hpp"

#include "activitypub/signature/base64.hpp"
#include "activitypub/signature/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace folkmoot::activitypub {

namespace {

constexpr std::size_t max_header_length = 8 * 1024;
constexpr std::size_t max_covered = 32;
constexpr std::size_t max_time_digits = 12;

constexpr std::string_view hs2019 = "hs2019";
constexpr std::string_view rsa_sha256 = "rsa-sha256";
constexpr std::string_view ed25519 = "ed25519";

std::unexpected<Error> refusal(ErrorCode code, std::string_view what) {
    return std::unexpected(Error{code, "Signature header: " + std::string(what)});
}

constexpr bool is_name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

constexpr bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

struct Parameter {
    std::string name;  ///< lower case: a second parser might not tell keyId from keyid
    std::string value;
    bool quoted;
};

/// Splits the header into its parameters (draft section 2.1).
class Tokenizer {
public:
    explicit Tokenizer(std::string_view text) noexcept : text_(text) {}

    Result<std::vector<Parameter>> parameters() {
        std::vector<Parameter> out;
        do {
            auto next = parameter();
            if (!next) {
                return std::unexpected(std::move(next).error());
            }
            if (std::ranges::find(out, next->name, &Parameter::name) != out.end()) {
                return refusal(ErrorCode::malformed, "parameter twice: " + next->name);
            }
            out.push_back(std::move(*next));
            skip_space();
        } while (take(','));
        if (!at_end()) {
            return refusal(ErrorCode::malformed, "no comma between parameters");
        }
        return out;
    }

private:
    bool at_end() const noexcept { return position_ == text_.size(); }

    bool take(char expected) noexcept {
        if (at_end() || text_[position_] != expected) {
            return false;
        }
        ++position_;
        return true;
    }

    void skip_space() noexcept {
        position_ = std::min(text_.find_first_not_of(" \t", position_), text_.size());
    }

    std::string_view take_name() noexcept {
        auto const start = position_;
        while (!at_end() && is_name_char(text_[position_])) {
            ++position_;
        }
        return text_.substr(start, position_ - start);
    }

    Result<Parameter> parameter() {
        skip_space();
        auto name = to_lower(take_name());
        skip_space();
        if (name.empty() || !take('=')) {
            return refusal(ErrorCode::malformed, "no name=value");
        }
        skip_space();
        if (take('"')) {
            auto value = quoted_value();
            if (!value) {
                return std::unexpected(std::move(value).error());
            }
            return Parameter{std::move(name), std::move(*value), true};
        }
        auto const value = take_name();
        if (value.empty()) {
            return refusal(ErrorCode::malformed, "parameter without a value");
        }
        return Parameter{std::move(name), std::string(value), false};
    }

    Result<std::string> quoted_value() {
        std::string out;
        while (!at_end()) {
            auto c = text_[position_++];
            if (c == '"') {
                return out;
            }
            if (c == '\\') {
                if (at_end()) {
                    break;
                }
                c = text_[position_++];
            }
            if (is_control(c)) {
                return refusal(ErrorCode::malformed, "control character");
            }
            out += c;
        }
        return refusal(ErrorCode::malformed, "quote without an end");
    }

    std::string_view text_;
    std::size_t position_ = 0;
};

Result<std::chrono::sys_seconds> read_time(Parameter const& parameter) {
    auto const& digits = parameter.value;
    std::int64_t seconds = 0;
    auto const [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    if (digits.size() > max_time_digits || error != std::errc() ||
        end != digits.data() + digits.size() || seconds < 0) {
        return refusal(ErrorCode::malformed, parameter.name + " is not a time");
    }
    return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

Result<std::vector<std::string>> read_covered(std::string_view list) {
    std::vector<std::string> out;
    while (!list.empty()) {
        auto const space = std::min(list.find(' '), list.size());
        auto const name = to_lower(list.substr(0, space));
        list.remove_prefix(std::min(space + 1, list.size()));
        if (name.empty()) {
            continue;
        }
        if (out.size() == max_covered) {
            return refusal(ErrorCode::too_large, "too many covered headers");
        }
        if (std::ranges::find(out, name) != out.end()) {
            return refusal(ErrorCode::malformed, "covered twice: " + name);
        }
        out.push_back(name);
    }
    if (out.empty()) {
        return refusal(ErrorCode::missing, "covers nothing");
    }
    return out;
}

/// Whether a parameter that we use must stand in quotes.
bool needs_quotes(std::string_view name) {
    constexpr std::array names{"keyid", "algorithm", "headers", "signature"};
    return std::ranges::find(names, name) != names.end();
}

Result<void> assign(CavageSignature& out, Parameter& parameter) {
    if (needs_quotes(parameter.name) && !parameter.quoted) {
        return refusal(ErrorCode::malformed, parameter.name + " without quotes");
    }
    if (parameter.name == "keyid") {
        out.key_id = std::move(parameter.value);
    } else if (parameter.name == "algorithm") {
        out.algorithm = std::move(parameter.value);
    } else if (parameter.name == "headers") {
        auto covered = read_covered(parameter.value);
        if (!covered) {
            return std::unexpected(std::move(covered).error());
        }
        out.covered = std::move(*covered);
    } else if (parameter.name == "signature") {
        auto signature = decode_base64_tolerant(parameter.value);
        if (!signature || signature->empty()) {
            return refusal(ErrorCode::signature_invalid, "signature is empty or not base64");
        }
        out.signature = std::move(*signature);
    } else if (parameter.name == "created" || parameter.name == "expires") {
        auto const time = read_time(parameter);
        if (!time) {
            return std::unexpected(time.error());
        }
        (parameter.name == "created" ? out.created : out.expires) = *time;
    }
    return {};
}

/// The value of one line of the signing string.
Result<std::string> component(
    std::string_view name,
    CavageSignature const& signature,
    HttpMessage const& message,
    std::string_view host,
    TargetForm form
) {
    if (name == "(request-target)") {
        auto const target = form == TargetForm::full ? message.target : message.path();
        return to_lower(message.method) + " " + std::string(target);
    }
    if (name == "(created)" || name == "(expires)") {
        auto const& time = name == "(created)" ? signature.created : signature.expires;
        if (!time) {
            return refusal(ErrorCode::missing, "covers a time that it does not give");
        }
        return std::to_string(time->time_since_epoch().count());
    }
    if (name.starts_with('(')) {
        return refusal(ErrorCode::unsupported, "covers an unknown pseudo-header");
    }
    if (name == "host") {
        return std::string(host);
    }
    return covered_field(message, name);
}

Result<void> check_coverage(CavageSignature const& signature, HttpMessage const& message) {
    for (std::string_view const name : {"(request-target)", "host"}) {
        if (!signature.covers(name)) {
            return refusal(ErrorCode::missing, "does not cover " + std::string(name));
        }
    }
    if (!message.is_read() && !signature.covers("digest") && !signature.covers("content-digest")) {
        return refusal(ErrorCode::missing, "does not cover the digest");
    }
    return {};
}

Result<void> check_algorithm(CavageSignature const& signature) {
    auto const algorithm = to_lower(signature.algorithm.value_or(std::string(hs2019)));
    if (algorithm != hs2019 && algorithm != rsa_sha256 && algorithm != ed25519) {
        return refusal(ErrorCode::unsupported, "algorithm " + algorithm);
    }
    if (algorithm != hs2019 && (signature.covers("(created)") || signature.covers("(expires)"))) {
        return refusal(ErrorCode::unsupported, "(created) and (expires) are for hs2019 only");
    }
    return {};
}

}  // namespace

bool CavageSignature::covers(std::string_view name) const noexcept {
    return std::ranges::find(covered, name) != covered.end();
}

Result<CavageSignature> parse_cavage(std::string_view header) {
    if (header.size() > max_header_length) {
        return refusal(ErrorCode::too_large, "longer than 8 KiB");
    }
    auto parameters = Tokenizer(header).parameters();
    if (!parameters) {
        return std::unexpected(std::move(parameters).error());
    }
    CavageSignature out;
    for (auto& parameter : *parameters) {
        if (auto assigned = assign(out, parameter); !assigned) {
            return std::unexpected(std::move(assigned).error());
        }
    }
    if (out.key_id.empty() || out.signature.empty()) {
        return refusal(ErrorCode::missing, "no keyId or no signature");
    }
    if (out.covered.empty()) {
        return refusal(ErrorCode::missing, "no headers");
    }
    return out;
}

Result<std::string> cavage_signing_string(
    CavageSignature const& signature,
    HttpMessage const& message,
    std::string_view host,
    TargetForm form
) {
    std::string out;
    for (auto const& name : signature.covered) {
        auto value = component(name, signature, message, host, form);
        if (!value) {
            return std::unexpected(std::move(value).error());
        }
        out += (out.empty() ? "" : "\n") + name + ": " + *value;
    }
    return out;
}

Result<SignatureTimes> cavage_times(CavageSignature const& signature, HttpMessage const& message) {
    SignatureTimes times{.date = {}, .created = {}, .expires = signature.expires};
    if (signature.covers("(created)")) {
        times.created = signature.created;
    }
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
    return times;
}

Result<void> check_cavage(
    CavageSignature const& signature,
    HttpMessage const& message,
    SignaturePolicy const& policy,
    Timestamp now
) {
    if (auto covered = check_coverage(signature, message); !covered) {
        return covered;
    }
    if (auto known = check_algorithm(signature); !known) {
        return known;
    }
    auto const times = cavage_times(signature, message);
    if (!times) {
        return std::unexpected(times.error());
    }
    return check_times(*times, policy, now);
}

Result<SignatureAlgorithm> cavage_algorithm(CavageSignature const& signature, KeyType type) {
    auto const declared = to_lower(signature.algorithm.value_or(std::string(hs2019)));
    auto const fitting = type == KeyType::rsa ? rsa_sha256 : ed25519;
    if (declared != hs2019 && declared != fitting) {
        return refusal(ErrorCode::unsupported, "algorithm does not fit the key");
    }
    return default_algorithm(type);
}

Result<void> sign_cavage(
    HttpMessage& message, SigningKey const& signer, Timestamp now, TargetForm form
) {
    if (std::ranges::any_of(signer.key_id, [](char c) {
            return is_control(c) || c == '"' || c == '\\';
        })) {
        return refusal(ErrorCode::malformed, "key id cannot stand in quotes");
    }
    auto const host = message.single("host");
    if (!host) {
        return std::unexpected(host.error());
    }
    CavageSignature draft;
    draft.covered = {"(request-target)", "host", "date"};
    if (!message.is_read()) {
        draft.covered.insert(draft.covered.end(), {"digest", "content-type"});
    }
    auto const sent_to = std::string(*host);
    message.set("Date", format_http_date(std::chrono::floor<std::chrono::seconds>(now)));
    auto const text = cavage_signing_string(draft, message, sent_to, form);
    if (!text) {
        return std::unexpected(text.error());
    }
    auto const signature = signer.key.sign(*text);
    if (!signature) {
        return std::unexpected(signature.error());
    }
    std::string covered;
    for (auto const& name : draft.covered) {
        covered += (covered.empty() ? "" : " ") + name;
    }
    auto const algorithm = signer.key.type() == KeyType::rsa ? rsa_sha256 : hs2019;
    message.set(
        "Signature",
        "keyId=\"" + signer.key_id + "\",algorithm=\"" + std::string(algorithm) + "\",headers=\"" +
            covered + "\",signature=\"" + encode_base64(*signature) + "\""
    );
    return {};
}

}  // namespace folkmoot::activitypub
