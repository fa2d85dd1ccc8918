// Comma-separated header lists whose items carry a weight (RFC 9110 section 12.4.2).
#pragma once

#include <string_view>
#include <vector>

namespace folkmoot::node {

/// One item: "text/html;level=1;q=0.5" is {"text/html", "level=1", 500}.
struct QualityItem {
    std::string_view value;
    std::string_view parameters;  ///< between the value and the weight, without the first semicolon
    int quality{1000};            ///< thousandths, 0 to 1000
};

/// Reads a list; malformed weights count as 0. At most 32 items are read. Views point into `text`.
std::vector<QualityItem> parse_quality_list(std::string_view text);

}  // namespace folkmoot::node
