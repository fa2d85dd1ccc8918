// Failures as pages for people. Drawn without a look at the store: it may be what failed.
#include "node/pages/frame.hpp"
#include "node/pages/page_tools.hpp"
#include "webui/views/problem.hpp"

#include <string>

namespace folkmoot::node {

ErrorPage error_pages(PageTools& tools) {
    return [&tools](int status, std::string_view, Request const& request) {
        webui::ProblemPage page;
        page.status = status;
        page.request_id = request.id;
        auto const chrome = make_visitor_chrome(tools, request, std::string(request.raw_path()));
        return webui::render_problem(tools.templates, chrome, page);
    };
}

}  // namespace folkmoot::node
