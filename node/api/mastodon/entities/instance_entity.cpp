#include "node/api/mastodon/entities/instance_entity.hpp"

#include "node/media/file_type.hpp"
#include "node/version.hpp"
#include "webui/style/assets.hpp"

namespace folkmoot::node {
namespace {

using Json = nlohmann::json;

/// Features of the reference server's API that are all here; 7 would say "quotes".
constexpr int api_level = 6;
constexpr int own_api_level = 1;

std::string asset_url(Site const& site, std::string_view name) {
    return site.origin() + std::string(webui::asset_path(name));
}

Json media_limits(MediaLimits const& media) {
    auto types = Json::array();
    for (auto const& type : accepted_file_types()) {
        types.push_back(type.media_type);
    }
    return {
        {"supported_mime_types", std::move(types)},
        {"description_limit", media.description_length},
        {"image_size_limit", media.file_bytes},
        {"image_matrix_limit", media.pixels},
        {"video_size_limit", media.file_bytes},
        {"video_frame_rate_limit", 120},
        {"video_matrix_limit", media.pixels},
    };
}

/// What both versions say alike.
Json configuration(InstanceSource const& source) {
    auto const& limits = source.limits;
    return {
        {"accounts",
         {{"max_featured_tags", 0},
          {"max_pinned_statuses", 0},
          {"max_profile_fields", limits.profile_fields},
          {"profile_field_name_limit", limits.field_length},
          {"profile_field_value_limit", limits.field_length},
          {"max_display_name_length", limits.display_name_length},
          {"max_note_length", limits.summary_length},
          {"max_avatar_description_length", source.media.description_length},
          {"max_header_description_length", source.media.description_length}}},
        {"statuses",
         {{"max_characters", limits.post_length},
          {"max_media_attachments", limits.attachments},
          {"characters_reserved_per_url", 23}}},
        {"media_attachments", media_limits(source.media)},
        // Clients need the four numbers, polls or not.
        {"polls",
         {{"max_options", 0},
          {"max_characters_per_option", 0},
          {"min_expiration", 0},
          {"max_expiration", 0}}},
        {"translation", {{"enabled", false}}},
    };
}

Json timelines_access() {
    Json const open{{"local", "public"}, {"remote", "public"}};
    return {{"live_feeds", open}, {"hashtag_feeds", open}, {"trending_link_feeds", open}};
}

Json own_extension(Site const& site) {
    return {
        {"api", site.origin() + "/api/folkmoot/v1"},
        {"features", Json::array({"groups", "topics"})},
    };
}

bool is_open(Config const& config) noexcept {
    return config.node.registration == RegistrationMode::open ||
           config.node.registration == RegistrationMode::approval;
}

}  // namespace

std::string compatible_version() {
    return "4.5.0 (compatible; Folkmoot " + std::string(program_version) + ")";
}

Json instance_entity(InstanceSource const& source) {
    auto const& node = source.config.node;
    auto const& site = source.site;
    auto settings = configuration(source);
    settings["urls"] = {
        {"streaming", site.streaming_origin()},
        {"status", nullptr},
        {"about", site.origin() + "/about"},
        {"privacy_policy", site.origin() + "/about"},
        {"terms_of_service", nullptr},
    };
    settings["vapid"] = {{"public_key", ""}};
    settings["timelines_access"] = timelines_access();
    settings["limited_federation"] = false;
    return {
        {"domain", site.domain()},
        {"title", node.name},
        {"version", compatible_version()},
        {"source_url", "https://github.com/folkmoot/folkmoot"},
        {"description", node.description},
        {"usage", {{"users", {{"active_month", source.statistics.active_month}}}}},
        {"thumbnail",
         {{"url", asset_url(site, "header.png")},
          {"blurhash", nullptr},
          {"versions", Json::object()},
          {"description", nullptr}}},
        {"icon", Json::array({{{"src", asset_url(site, "favicon.png")}, {"size", "192x192"}}})},
        {"languages", Json::array({node.language})},
        {"configuration", std::move(settings)},
        {"registrations",
         {{"enabled", is_open(source.config)},
          {"approval_required", node.registration == RegistrationMode::approval},
          {"reason_required", nullptr},
          {"message", nullptr},
          {"min_age", nullptr},
          {"url", nullptr}}},
        {"api_versions", {{"mastodon", api_level}, {"folkmoot", own_api_level}}},
        {"contact", {{"email", node.contact}, {"account", nullptr}}},
        {"rules", Json::array()},
        {"wrapstodon", nullptr},
        {"folkmoot", own_extension(site)},
    };
}

Json instance_entity_v1(InstanceSource const& source) {
    auto const& node = source.config.node;
    auto const& site = source.site;
    auto settings = configuration(source);
    auto const poll_limits = settings["polls"];
    return {
        {"uri", site.domain()},
        {"title", node.name},
        {"short_description", node.description},
        {"description", node.description},
        {"email", node.contact},
        {"version", compatible_version()},
        {"urls", {{"streaming_api", site.streaming_origin()}}},
        {"stats",
         {{"user_count", source.statistics.members},
          {"status_count", source.statistics.local_posts},
          {"domain_count", source.statistics.known_hosts}}},
        {"thumbnail", asset_url(site, "header.png")},
        {"max_toot_chars", source.limits.post_length},
        {"poll_limits", poll_limits},
        {"languages", Json::array({node.language})},
        {"registrations", is_open(source.config)},
        {"approval_required", node.registration == RegistrationMode::approval},
        {"invites_enabled", node.registration == RegistrationMode::invitation},
        {"configuration", std::move(settings)},
        {"contact_account", nullptr},
        {"rules", Json::array()},
        {"folkmoot", own_extension(site)},
    };
}

}  // namespace folkmoot::node
