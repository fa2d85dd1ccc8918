#include "storage/engine/backup_manifest.hpp"

#include <nlohmann/json.hpp>

namespace folkmoot::storage::detail {

namespace {

constexpr int manifest_format = 1;

BackupManifest from_json(nlohmann::json const& json) {
    BackupManifest manifest;
    json.at("store_id").get_to(manifest.store_id);
    json.at("schema_version").get_to(manifest.schema_version);
    manifest.created =
        Timestamp(std::chrono::milliseconds(json.at("created_ms").get<std::int64_t>()));
    json.at("bytes").get_to(manifest.bytes);
    json.at("sha256").get_to(manifest.sha256);
    json.at("last_id").get_to(manifest.last_id);
    json.at("entries").get_to(manifest.entries);
    return manifest;
}

}  // namespace

std::string write_manifest(BackupManifest const& manifest) {
    nlohmann::json const json{
        {"format", manifest_format},
        {"store_id", manifest.store_id},
        {"schema_version", manifest.schema_version},
        {"created_ms", manifest.created.time_since_epoch().count()},
        {"bytes", manifest.bytes},
        {"sha256", manifest.sha256},
        {"last_id", manifest.last_id},
        {"entries", manifest.entries},
    };
    return json.dump(2) + "\n";
}

Result<BackupManifest> parse_manifest(std::string_view text) {
    auto const json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
    try {
        if (json.is_object() && json.value("format", 0) == manifest_format) {
            return from_json(json);
        }
    } catch (nlohmann::json::exception const&) {
        return std::unexpected(
            Error{ErrorCode::corrupt, "the manifest lacks a member or has one of a wrong type"}
        );
    }
    return std::unexpected(Error{ErrorCode::corrupt, "the manifest is not of format 1"});
}

}  // namespace folkmoot::storage::detail
