#include "activitypub/signature/cavage.hpp"
#include "activitypub/signature/digest.hpp"
#include "tests/bench/commands.hpp"
#include "tests/bench/request_file.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>

namespace folkmoot::bench {
namespace {

/// Size of a Create as Mastodon sends it.
constexpr std::size_t activity_bytes = 2'048;

constexpr auto words = std::to_array<std::string_view>(
    {"bees",
     "winter",
     "frame",
     "honey",
     "smoker",
     "clover",
     "queen",
     "swarm",
     "garden",
     "count",
     "mite",
     "spring"}
);

/// Two paragraphs with a link, distinct for each number.
std::string content_of(std::uint64_t number, std::size_t length) {
    std::string html = "<p>Note " + std::to_string(number) +
                       " on <a href=\\\"https://bees.example/" + std::to_string(number) +
                       "\\\" rel=\\\"nofollow\\\">bees</a>:</p><p>";
    for (std::uint64_t i = number; html.size() < length; i = i * 7 + 3) {
        html.append(words[i % words.size()]).append(" ");
    }
    return html + "</p>";
}

/// A Create of a public Note in the shape that Mastodon gives it.
std::string create_of(
    std::string const& actor, std::uint64_t number, std::string const& published
) {
    auto const id = actor + "/statuses/" + std::to_string(number);
    auto const origin = actor.substr(0, actor.find('/', 8));
    auto const build = [&](std::size_t length) {
        return R"({"@context":["https://www.w3.org/ns/activitystreams",{"ostatus":"http://ostatus.org#","atomUri":)"
               R"("ostatus:atomUri","inReplyToAtomUri":"ostatus:inReplyToAtomUri","conversation":"ostatus:conversation",)"
               R"("sensitive":"as:sensitive","toot":"http://joinmastodon.org/ns#","votersCount":"toot:votersCount"}],"id":")" +
               id + R"(/activity","type":"Create","actor":")" + actor + R"(","published":")" +
               published + R"(","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":[")" +
               actor + R"(/followers"],"object":{"id":")" + id +
               R"(","type":"Note","summary":null,"inReplyTo":null,"published":")" + published +
               R"(","url":")" + id + R"(/page","attributedTo":")" + actor +
               R"(","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":[")" + actor +
               R"(/followers"],"sensitive":false,"atomUri":")" + id +
               R"(","inReplyToAtomUri":null,"conversation":"tag:)" + origin + "," +
               std::to_string(number) + R"(:objectType=Conversation","content":")" +
               content_of(number, length) + R"(","contentMap":{"en":")" +
               content_of(number, length) + R"("},"attachment":[],"tag":[],"replies":{"id":")" +
               id + R"(/replies","type":"Collection","first":{"type":"CollectionPage","next":")" +
               id + R"(/replies?page=true","partOf":")" + id + R"(/replies","items":[]}}}})";
    };
    auto const bare = build(0).size();
    return build(
        bare < activity_bytes ? content_of(number, 0).size() + (activity_bytes - bare) / 2 : 0
    );
}

std::string wire(activitypub::HttpMessage const& message, std::string const& body) {
    std::string text = message.method + " " + message.target + " HTTP/1.1\r\n";
    for (auto const& field : message.headers) {
        text.append(field.name).append(": ").append(field.value).append("\r\n");
    }
    return text + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// RFC 3339 in UTC, to the second.
std::string timestamp(std::chrono::system_clock::time_point now) {
    auto const time = std::chrono::system_clock::to_time_t(now);
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::array<char, 32> text{};
    auto const length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), length};
}

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

}  // namespace

void write_creates(Arguments const& arguments) {
    auto const keys = read_keys(arguments.text("keys"));
    auto const actors = lines_of(read_file(arguments.text("actors")));
    std::vector<activitypub::SigningKey> signers;
    for (std::size_t i = 0; i < actors.size(); ++i) {
        auto key =
            activitypub::PrivateKey::from_pkcs8(activitypub::bytes_of(keys[i % keys.size()]));
        signers.push_back({actors[i] + "#main-key", std::move(key.value())});
    }
    auto const now = std::chrono::system_clock::now();
    auto const first = arguments.number("first", 0);
    auto const count = arguments.number("count", 1'000);
    std::ofstream out(arguments.text("out"), std::ios::binary);
    for (std::uint64_t i = 0; i < count; ++i) {
        auto const& signer = signers[i % signers.size()];
        auto const body = create_of(actors[i % actors.size()], first + i, timestamp(now));
        activitypub::HttpMessage message{
            .method = "POST",
            .target = "/inbox",
            .headers =
                {
                    {"Host", arguments.text("host")},
                    {"User-Agent", "Mastodon/4.3.0 (http.rb/5.2.0; +https://bees.example/)"},
                    {"Content-Type", "application/activity+json"},
                    {"Digest", activitypub::make_digest(body)},
                }
        };
        auto const time = std::chrono::time_point_cast<std::chrono::milliseconds>(now);
        if (auto const done = activitypub::sign_cavage(message, signer, time); !done) {
            give_up("cannot sign: " + done.error().detail);
        }
        write_request(out, wire(message, body));
    }
}

}  // namespace folkmoot::bench
