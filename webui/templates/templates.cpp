#include "webui/templates/templates.hpp"

#include "webui/templates/compiled.hpp"

#include <vector>

namespace folkmoot::webui {

struct Templates::Parts {
    std::vector<CompiledTemplates> languages;
};

Templates::Templates() {
    auto parts = std::make_unique<Parts>();
    for (Locale const locale : all_locales)
        parts->languages.emplace_back(locale);
    parts_ = std::move(parts);
}

Templates::~Templates() = default;
Templates::Templates(Templates&&) noexcept = default;
Templates& Templates::operator=(Templates&&) noexcept = default;

CompiledTemplates const& Templates::in(Locale locale) const noexcept {
    return parts_->languages[static_cast<std::size_t>(locale)];
}

}  // namespace folkmoot::webui
