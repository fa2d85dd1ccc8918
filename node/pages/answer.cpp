#include "node/pages/answer.hpp"

#include "node/fold_errors.hpp"
#include "node/http/compression.hpp"
#include "node/http/conditional.hpp"
#include "node/http/finish.hpp"
#include "node/http/negotiate.hpp"
#include "node/http/percent.hpp"
#include "node/pages/frame.hpp"

#include <cstdint>
#include <memory>
#include <utility>

namespace folkmoot::node {
namespace {

constexpr std::string_view visitor_caching =
    "public, max-age=0, s-maxage=30, stale-while-revalidate=60";

// Whatever else the query holds does not make another page: nobody can fill the cache with it.
std::string page_path(Request const& request, std::string_view parameter) {
    std::string path(request.raw_path());
    auto const value =
        parameter.empty() ? std::string_view() : request.query_value(parameter).substr(0, 100);
    if (!value.empty()) {
        path.append("?").append(parameter).append("=").append(percent_encode(value));
    }
    return path;
}

std::string cache_key(std::string const& path, webui::Locale locale, webui::Theme theme) {
    return path + '\n' + static_cast<char>('0' + static_cast<int>(locale)) +
           static_cast<char>('0' + static_cast<int>(theme));
}

void add_page_headers(Response& response, std::string const& activity_url) {
    if (!activity_url.empty()) {
        response.add(
            "Link", "<" + activity_url + ">; rel=\"alternate\"; type=\"application/activity+json\""
        );
    }
    add_vary(response, "Accept");
    add_vary(response, "Accept-Language");
    add_vary(response, "Cookie");
}

Response visitor_answer(CachedPage const& page) {
    Response response{200};
    response.set("Content-Type", "text/html; charset=utf-8");
    response.set("Cache-Control", std::string(visitor_caching));
    response.set("ETag", page.etag);
    response.body = page.html;
    response.gzip = page.gzip;
    add_page_headers(response, page.activity_url);
    return response;
}

CachedPage finished_page(std::string html, std::string activity_url) {
    CachedPage page;
    page.etag = weak_etag(html);
    if (auto packed = html.size() >= least_compressed_bytes ? gzip(html) : std::nullopt) {
        page.gzip = std::make_shared<std::string const>(std::move(*packed));
    }
    page.html = std::make_shared<std::string const>(std::move(html));
    page.activity_url = std::move(activity_url);
    return page;
}

// An own object is led to by its path, so that what stands between cannot be tricked.
Response lead_to_object(Site const& site, std::string const& activity_url) {
    auto response = site.is_own(activity_url)
                        ? redirect(std::string_view(activity_url).substr(site.origin().size()))
                        : redirect_abroad(activity_url, 303);
    add_page_headers(response, {});
    return response;
}

// The answers that are no page; nothing when a page is to be drawn.
std::optional<Response> other_answer(PageQuery const& query, PageSubject& subject) {
    if (subject.instead) {
        return std::move(*subject.instead);
    }
    auto const accept = query.context.request.headers.get("Accept");
    if (!subject.activity_url.empty() && wants_activity(accept)) {
        return lead_to_object(query.tools.services.site, subject.activity_url);
    }
    if (!subject.moved_to.empty()) {
        return redirect(subject.moved_to, 301);
    }
    return std::nullopt;
}

Response answer_visitor(PageQuery const& query, PageFinder find) {
    auto& tools = query.tools;
    auto const& request = query.context.request;
    auto const now = tools.services.now();
    auto const generation = tools.cache.generation(query.txn);
    if (!generation) {
        return generation.error();
    }
    auto key = cache_key(query.path, locale_of(tools, request), theme_of(tools, request));
    if (!wants_activity(request.headers.get("Accept"))) {
        if (auto const kept = tools.cache.find(key, *generation, now)) {
            return visitor_answer(*kept);
        }
    }
    auto subject = find(query);
    if (!subject) {
        return subject.error();
    }
    if (auto other = other_answer(query, *subject)) {
        return std::move(*other);
    }
    auto html = subject->draw(make_visitor_chrome(tools, request, query.path));
    if (!html) {
        return html.error();
    }
    auto page = finished_page(std::move(*html), std::move(subject->activity_url));
    auto response = visitor_answer(page);
    tools.cache.put(std::move(key), std::move(page), *generation, now);
    return response;
}

Response answer_member(PageQuery const& query, PageFinder find) {
    auto subject = find(query);
    if (!subject) {
        return subject.error();
    }
    if (auto other = other_answer(query, *subject)) {
        return std::move(*other);
    }
    auto const& context = query.context;
    auto html = subject->draw(
        make_chrome(query.tools, query.txn, context.request, context.caller, query.path)
    );
    if (!html) {
        return html.error();
    }
    auto response = html_response(std::move(*html));
    response.set("Cache-Control", "private, no-cache");
    add_page_headers(response, subject->activity_url);
    return response;
}

Viewer page_viewer(Caller const& caller) {
    return caller.member ? Viewer::member(storage::ActorId(*caller.member)) : Viewer::anonymous();
}

}  // namespace

Response answer_page(
    PageTools& tools, RequestContext const& context, PageFinder find, std::string_view parameter
) {
    auto const txn = tools.services.store.read();
    if (!txn) {
        return fold(txn.error());
    }
    auto const path = page_path(context.request, parameter);
    PageQuery const query{tools, *txn, context, page_viewer(context.caller), path};
    return context.caller.anonymous() ? answer_visitor(query, find) : answer_member(query, find);
}

}  // namespace folkmoot::node
