#include "activitypub/signature/verify_request.hpp"

#include "activitypub/signature/cavage.hpp"
#include "activitypub/signature/http_date.hpp"
#include "activitypub/signature/message_signature.hpp"

#include <variant>
#include <vector>

namespace folkmoot::activitypub {

struct PendingVerification::Facts {
    std::variant<CavageSignature, MessageSignature> signature;
    std::vector<std::string> texts;  ///< what may have been signed, likeliest first
    std::chrono::sys_seconds signed_at;
};

namespace {

using Facts = PendingVerification::Facts;

std::unexpected<Error> refusal(ErrorCode code, std::string_view what) {
    return std::unexpected(Error{code, std::string(what)});
}

Result<Facts> inspect_cavage(
    std::string_view header,
    HttpMessage const& message,
    SignaturePolicy const& policy,
    Timestamp now
) {
    auto signature = parse_cavage(header);
    if (!signature) {
        return std::unexpected(std::move(signature).error());
    }
    if (auto checked = check_cavage(*signature, message, policy, now); !checked) {
        return std::unexpected(std::move(checked).error());
    }
    auto const host = effective_host(message, policy);
    if (!host) {
        return std::unexpected(host.error());
    }
    Facts facts;
    auto const path_only_too = message.is_read() && !message.query().empty();
    for (auto const form : {TargetForm::full, TargetForm::path_only}) {
        if (form == TargetForm::path_only && !path_only_too) {
            continue;
        }
        auto text = cavage_signing_string(*signature, message, *host, form);
        if (!text) {
            return std::unexpected(std::move(text).error());
        }
        facts.texts.push_back(std::move(*text));
    }
    auto const times = cavage_times(*signature, message);
    if (!times) {
        return std::unexpected(times.error());
    }
    facts.signed_at = times->created ? *times->created : times->date.value();
    facts.signature = std::move(*signature);
    return facts;
}

Result<Facts> inspect_labelled(
    MessageSignature signature,
    HttpMessage const& message,
    SignaturePolicy const& policy,
    Timestamp now
) {
    if (auto checked = check_message_signature(signature, message, policy, now); !checked) {
        return std::unexpected(std::move(checked).error());
    }
    auto base = signature_base(signature, message, policy);
    if (!base) {
        return std::unexpected(std::move(base).error());
    }
    Facts facts;
    facts.texts.push_back(std::move(*base));
    facts.signed_at = signature.created.value();
    facts.signature = std::move(signature);
    return facts;
}

Result<Facts> inspect_rfc9421(
    std::string_view input,
    std::string_view header,
    HttpMessage const& message,
    SignaturePolicy const& policy,
    Timestamp now
) {
    auto signatures = parse_message_signatures(input, header);
    if (!signatures) {
        return std::unexpected(std::move(signatures).error());
    }
    std::optional<Error> first_error;
    for (auto& signature : *signatures) {
        auto facts = inspect_labelled(std::move(signature), message, policy, now);
        if (facts) {
            return facts;
        }
        if (!first_error) {
            first_error = std::move(facts).error();
        }
    }
    return std::unexpected(*std::move(first_error));
}

Result<Facts> inspect_either(
    HttpMessage const& message, SignaturePolicy const& policy, Timestamp now
) {
    auto const header = message.single("signature");
    if (!header) {
        return std::unexpected(header.error());
    }
    auto const input = message.find("signature-input");
    if (!input) {
        return inspect_cavage(*header, message, policy, now);
    }
    auto facts = inspect_rfc9421(*input, *header, message, policy, now);
    if (facts || !parse_cavage(*header)) {
        return facts;
    }
    return inspect_cavage(*header, message, policy, now);
}

}  // namespace

std::string_view to_string(SignatureScheme scheme) noexcept {
    return scheme == SignatureScheme::cavage ? "cavage" : "rfc9421";
}

PendingVerification::PendingVerification(std::shared_ptr<Facts const> facts) noexcept
    : facts_(std::move(facts)) {}

std::string const& PendingVerification::key_id() const noexcept {
    return std::visit(
        [](auto const& signature) -> std::string const& { return signature.key_id; },
        facts_->signature
    );
}

SignatureScheme PendingVerification::scheme() const noexcept {
    return std::holds_alternative<CavageSignature>(facts_->signature) ? SignatureScheme::cavage
                                                                      : SignatureScheme::rfc9421;
}

Result<VerifiedSignature> PendingVerification::verify(PublicKey const& key) const {
    auto const* cavage = std::get_if<CavageSignature>(&facts_->signature);
    auto const* labelled = std::get_if<MessageSignature>(&facts_->signature);
    auto const algorithm = cavage ? cavage_algorithm(*cavage, key.type())
                                  : message_signature_algorithm(*labelled, key.type());
    if (!algorithm) {
        return std::unexpected(algorithm.error());
    }
    auto const& signature = cavage ? cavage->signature : labelled->signature;
    for (auto const& text : facts_->texts) {
        if (key.verify(*algorithm, text, signature)) {
            return VerifiedSignature{key_id(), scheme(), *algorithm, facts_->signed_at};
        }
    }
    return refusal(ErrorCode::signature_invalid, "signature does not verify");
}

Result<PendingVerification> inspect(
    HttpMessage const& message, std::string_view body, SignaturePolicy const& policy, Timestamp now
) {
    if (!message.target.starts_with('/')) {
        return refusal(ErrorCode::malformed, "request target is not in origin form");
    }
    if (auto single = check_single_fields(message); !single) {
        return std::unexpected(std::move(single).error());
    }
    auto facts = inspect_either(message, policy, now);
    if (!facts) {
        return std::unexpected(std::move(facts).error());
    }
    if (auto digests = check_digests(message, body); !digests) {
        return std::unexpected(std::move(digests).error());
    }
    return PendingVerification(std::make_shared<Facts const>(std::move(*facts)));
}

}  // namespace folkmoot::activitypub
