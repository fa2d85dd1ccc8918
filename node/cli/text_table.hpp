// Lists for people and scripts: one row a line, columns in line.
#pragma once

#include <string>
#include <vector>

namespace folkmoot::node {

/// Rows as text; every column is as wide as its longest cell. Control characters in cells become
/// blanks, so that no name moves a cursor (threat H27).
/// @param rows  the first is the heading
std::string text_table(std::vector<std::vector<std::string>> rows);

}  // namespace folkmoot::node
