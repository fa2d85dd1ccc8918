// The web interface's own files, served from memory under names that carry a hash of their content.
// No file system is asked at request time, so no path can lead anywhere else (threat H29).
#pragma once

#include "node/http/request.hpp"
#include "node/http/response.hpp"

#include <map>
#include <string>
#include <string_view>

namespace folkmoot::node {

/// Files by their path. Filled at start, immutable afterwards; may then be used from any thread.
class StaticFiles {
public:
    /// Adds a file.
    /// @param path          where it is served, e.g. "/assets/folkmoot.1b2c3d4e5f.css"; names the
    /// content for ever
    /// @param content_type  with parameters, e.g. "text/css; charset=utf-8"
    /// @param body          the bytes
    /// @param gzip          the same compressed; empty where that saves nothing
    void add(
        std::string path, std::string content_type, std::string_view body, std::string_view gzip
    );

    /// The file at the request's path with an entity tag and a year of caching, or not_found.
    Response serve(Request const& request) const;

private:
    struct File {
        std::string content_type;
        std::string etag;
        SharedBytes body;
        SharedBytes gzip;
    };

    std::map<std::string, File, std::less<>> files_;
};

}  // namespace folkmoot::node
