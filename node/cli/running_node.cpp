#include "node/cli/running_node.hpp"

#include "node/cli/command_table.hpp"
#include "node/cli/control_server.hpp"
#include "node/jobs/due_jobs.hpp"
#include "node/jobs/maintenance.hpp"
#include "node/jobs/tasks.hpp"
#include "node/media/uploads.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>

#include <csignal>
#include <thread>
#include <utility>

namespace folkmoot::node {
namespace {

namespace asio = boost::asio;

/// Two: a long command (a backup) does not keep others waiting.
constexpr std::size_t command_threads = 2;

}  // namespace

class RunningNode::Impl {
public:
    explicit Impl(std::unique_ptr<App> app)
        : signals_(io_, SIGTERM, SIGINT, SIGHUP),
          app_(std::move(app)),
          uploads_(app_->store(), app_->clock(), app_->read_pool()),
          commands_(command_threads),
          maintenance_(commands_.get_executor(), tasks(), app_->log(), app_->steady()) {}

    ~Impl() {
        if (!stopped_) {
            stop_parts();
        }
    }

    Result<void> start(std::filesystem::path const& directory) {
        if (auto const started = app_->start(); !started) {
            return started;
        }
        maintenance_.start();
        // Last: whoever finds the socket finds a node that works.
        auto control = ControlServer::start(
            commands_.get_executor(),
            directory,
            [this, directory](Command command) {
                CommandContext context{
                    app_->services(), app_->config(), directory, &app_->http_client()
                };
                return execute(std::move(context), std::move(command));
            }
        );
        if (!control) {
            return std::unexpected(control.error());
        }
        control_ = std::move(*control);
        return {};
    }

    End run() {
        wait_for_signal();
        io_.run();
        if (stopper_.joinable()) {
            stopper_.join();
        }
        return end_;
    }

    App& app() noexcept { return *app_; }

private:
    std::vector<MaintenanceTask> tasks() {
        auto tasks = maintenance_tasks(
            {.store = app_->store(),
             .uploads = uploads_,
             .now = app_->clock(),
             .store_lost =
                 [this] {
                     asio::post(io_, [this] {
                         app_->log().error("store.lost");
                         end_with(End::store_lost);
                     });
                 }}
        );
        tasks.push_back(due_jobs(app_->services()));
        return tasks;
    }

    void wait_for_signal() {
        signals_.async_wait([this](boost::system::error_code error, int signal) {
            if (error) {
                return;
            }
            if (signal == SIGHUP) {
                reload();
            } else if (stopper_.joinable()) {
                app_->log().warning("node.aborting");
                app_->abort();
            } else {
                end_with(End::asked);
            }
            wait_for_signal();
        });
    }

    /// What is wrong keeps the old one (threat R45).
    void reload() {
        if (auto const done = app_->reload(); done) {
            app_->log().info("node.reloaded");
        } else {
            app_->log().error("node.reload_failed", {{"detail", done.error().safe}});
        }
    }

    void end_with(End end) {
        if (stopper_.joinable()) {
            return;
        }
        end_ = end;
        stopper_ = std::thread([this] {
            stop_parts();
            asio::post(io_, [this] { signals_.cancel(); });
        });
    }

    /// Commands and repeated work first: they use what the App takes down.
    void stop_parts() {
        stopped_ = true;
        if (control_) {
            control_->stop();
        }
        maintenance_.stop();
        commands_.join();
        app_->stop();
    }

    asio::io_context io_{1};
    asio::signal_set signals_;
    std::unique_ptr<App> app_;
    Uploads uploads_;
    asio::thread_pool commands_;
    Maintenance maintenance_;
    std::unique_ptr<ControlServer> control_;
    std::thread stopper_;
    End end_{End::asked};
    bool stopped_{false};
};

Result<std::unique_ptr<RunningNode>> RunningNode::start(
    AppParts parts, std::filesystem::path directory
) {
    auto app = App::open(std::move(parts));
    if (!app) {
        return std::unexpected(app.error());
    }
    std::unique_ptr<RunningNode> node(new RunningNode(std::make_unique<Impl>(std::move(*app))));
    if (auto const started = node->impl_->start(directory); !started) {
        return std::unexpected(started.error());
    }
    return node;
}

RunningNode::RunningNode(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

RunningNode::~RunningNode() = default;

RunningNode::End RunningNode::run() {
    return impl_->run();
}

App& RunningNode::app() noexcept {
    return impl_->app();
}

}  // namespace folkmoot::node
