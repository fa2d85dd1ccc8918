// The page templates, compiled once at start for every language. The one place where ctemplate is
// set up: escaping by context is always on, and two modifiers let prepared bytes through (sanitised
// HTML, JSON for a data block).
#pragma once

#include "webui/po/locale.hpp"

#include <memory>

namespace folkmoot::webui {

class CompiledTemplates;

/// Every template in every language. Make one at start and pass it to the render functions; it
/// never changes, so any number of threads may render with it at the same time.
class Templates {
public:
    /// Translates and parses the embedded templates.
    /// @throws std::logic_error when a template does not parse or uses a modifier against the
    /// rules: a mistake of
    ///         ours, found by the tests, never by input
    Templates();
    ~Templates();
    Templates(Templates&&) noexcept;
    Templates& operator=(Templates&&) noexcept;

    /// The templates and the formats of one language, for this room's own use. Valid while this
    /// value lives.
    CompiledTemplates const& in(Locale locale) const noexcept;

private:
    struct Parts;
    std::unique_ptr<Parts const> parts_;
};

}  // namespace folkmoot::webui
