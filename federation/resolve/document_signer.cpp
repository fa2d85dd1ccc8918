#include "federation/resolve/document_signer.hpp"

#include "activitypub/signature/cavage.hpp"
#include "activitypub/signature/http_message.hpp"
#include "activitypub/signature/message_signature.hpp"
#include "federation/client/run_on.hpp"

#include <utility>

namespace folkmoot::federation {

namespace {

using activitypub::HttpMessage;
using activitypub::SigningKey;
using Now = std::chrono::sys_time<std::chrono::milliseconds>;

activitypub::Result<void> sign(
    HttpMessage& message,
    SigningKey const& key,
    SigningInput const& input,
    SignatureForm form,
    Now now
) {
    switch (form) {
        case SignatureForm::cavage:
            return activitypub::sign_cavage(message, key, now, activitypub::TargetForm::full);
        case SignatureForm::cavage_path_only:
            return activitypub::sign_cavage(message, key, now, activitypub::TargetForm::path_only);
        case SignatureForm::message:
            break;
    }
    auto const origin_size = input.url.size() - input.target.size();
    return activitypub::sign_message(
        message, key, std::string_view(input.url).substr(0, origin_size), now
    );
}

Result<HeaderList> signature_headers(
    SigningKey const& key, SigningInput const& input, SignatureForm form, Now now
) {
    HttpMessage message;
    message.method = to_string(input.method);
    message.target = input.target;
    message.set("Host", input.host);
    if (auto const signed_ok = sign(message, key, input, form, now); !signed_ok) {
        return std::unexpected(Error{ErrorCode::internal, "signing: " + signed_ok.error().detail});
    }
    std::erase_if(message.headers, [](Header const& header) {
        return activitypub::equals_ignoring_case(header.name, "Host");
    });
    return std::move(message.headers);
}

boost::asio::awaitable<Result<HeaderList>> sign_on(
    boost::asio::thread_pool& pool,
    std::shared_ptr<SigningKey const> key,
    SigningInput input,
    SignatureForm form,
    Now now
) {
    co_return co_await run_on(pool, [key = std::move(key), input = std::move(input), form, now] {
        return signature_headers(*key, input, form, now);
    });
}

}  // namespace

DocumentSigner make_document_signer(
    std::shared_ptr<SigningKey const> key, boost::asio::thread_pool& pool, WallClock clock
) {
    return [key = std::move(key), &pool, clock = std::move(clock)](
               SigningInput input, SignatureForm form
           ) { return sign_on(pool, key, std::move(input), form, clock()); };
}

}  // namespace folkmoot::federation
