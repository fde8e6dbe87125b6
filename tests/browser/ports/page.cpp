// The suites of the ports on what a page has: IndexedDB, timers, Web Locks and BroadcastChannel, and the demo's
// database over IndexedDB. They are those that the in-memory twins pass natively; diagnostics() tells what came of each
// case, and tests/e2e/ports.test.mjs reports it.
#include <emscripten/emscripten.h>

#include <memory>
#include <string>
#include <vector>

#include "authority/database_suite.h"
#include "authority/stored_database.h"
#include "replica/tabs_suite.h"
#include "shell/browser/app.h"
#include "shell/browser/device.h"
#include "wire/clock_suite.h"
#include "wire/storage_suite.h"

// Every tab of the suite has a Device of its own, as every element has. The calls that follow go to that of `tab`.
EM_JS(void, use_device_of, (int tab), {
    const host = Module["host"];
    if (!host.tabs) host.tabs = [host.device];
    if (!host.tabs[tab]) host.tabs[tab] = new host.device.constructor();
    host.device = host.tabs[tab];
})
EM_JS(void, end_device, (), { Module["host"].device.end(); })

namespace {

using namespace parasol;
using namespace parasol::browser;
using testing::SuiteCheck;

// One tab among several of one program.
class SuiteTab final : public Tabs {
  public:
    explicit SuiteTab(int number) : number_(number) {}
    void lock(const std::string& name, Granted granted) override {
        on_own_device([&] { tabs_.lock(name, std::move(granted)); });
    }
    void release(const std::string& name) override {
        on_own_device([&] { tabs_.release(name); });
    }
    void held_names(Names done) override {
        on_own_device([&] { tabs_.held_names(std::move(done)); });
    }
    void post(const std::string& channel, std::string text) override {
        on_own_device([&] { tabs_.post(channel, std::move(text)); });
    }
    void listen(const std::string& channel, Listener listener) override {
        on_own_device([&] { tabs_.listen(channel, std::move(listener)); });
    }
    void kill() {
        on_own_device([] { end_device(); });
        dead_ = true;
    }

  private:
    template <class Call>
    void on_own_device(Call call) {
        if (dead_) return;
        use_device_of(number_);
        call();
        use_device_of(0);
    }
    int number_;
    bool dead_ = false;
    BrowserTabs tabs_;
};

class BrowserGround final : public tabs_suite::Ground {
  public:
    Tabs& open() override {
        tabs_.push_back(std::make_unique<SuiteTab>(static_cast<int>(tabs_.size()) + 1));
        return *tabs_.back();
    }
    void kill(Tabs& tab) override { static_cast<SuiteTab&>(tab).kill(); }

    // What was asked for before a question has arrived when the answer has: three times, since an answer may have led
    // to more.
    void settle(std::function<void()> then) override { ask(3, std::move(then)); }

  private:
    void ask(int times, std::function<void()> then) {
        if (times == 0) return then();
        first_.lock("settled", [this, times, then] {
            first_.release("settled");
            second_.listen("settled", [this, times, then](const std::string&) {
                first_.held_names([this, times, then](const std::vector<std::string>&) { ask(times - 1, then); });
            });
            first_.post("settled", "?");
        });
    }

    std::vector<std::unique_ptr<SuiteTab>> tabs_;
    SuiteTab first_{101}, second_{102};
};

// The demo's database over IndexedDB. It waits in the middle of a call (linked with Asyncify).
class StoredPlace final : public database_suite::Place {
  public:
    explicit StoredPlace(std::string name) : name_(std::move(name)) { reopen(); }
    Database& database() override { return *database_; }
    Instant now() const override { return clock_.now(); }
    void jump(Duration by) override { clock_.ahead += by; }
    void finish(const std::function<bool()>& answered) override {
        const Instant began = BrowserClock().now();
        while (!answered() && BrowserClock().now() < began + 20 * one_second) emscripten_sleep(1);
    }
    void reopen() override {
        database_.reset();
        storage_.reset();
        storage_ = std::make_unique<IndexedDb>(name_);
        database_ = std::make_unique<StoredDatabase>(*storage_, clock_, chance_);
        const auto opened = std::make_shared<std::optional<StorageError>>();
        database_->open([opened](StorageError error) { *opened = error; });
        finish([&] { return opened->has_value(); });
        check(*opened == StorageError::none, "the database opens");
    }

  private:
    struct JumpingClock final : Clock {
        Instant now() const override { return clock.now() + ahead; }
        TimerId after(Duration delay, Callback<void()> done) override {
            return clock.after(delay, std::move(done));
        }
        void cancel(TimerId timer) override { clock.cancel(timer); }
        BrowserClock clock;
        Duration ahead = 0;
    };
    std::string name_;
    JumpingClock clock_;
    BrowserChance chance_;
    std::unique_ptr<IndexedDb> storage_;
    std::unique_ptr<StoredDatabase> database_;
};

std::string quoted(const std::string& text) {
    std::string json = "\"";
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') json += '\\';
        json += static_cast<unsigned char>(letter) < 0x20 ? ' ' : letter;
    }
    return json + "\"";
}

class PortsPage final : public App {
  public:
    explicit PortsPage(Platform& platform) : platform_(platform) {
        clock_.after(0, [this] { run_storage(); });
    }
    void frame() override {}
    std::uint32_t background() const override { return 0xFFFFFFFF; }
    void route_changed(std::string_view) override {}
    std::string diagnostics() const override {
        return R"("done":)" + std::string(done_ ? "true" : "false") + R"(,"checks":[)" + checks_ + "]";
    }

  private:
    void tell(const std::string& port, const SuiteCheck& check) {
        const std::string detail = check.passed ? "" : check.detail.empty() ? "does not hold" : check.detail;
        checks_ += std::string(checks_.empty() ? "" : ",") + R"({"port":)" + quoted(port) + R"(,"name":)" +
                   quoted(check.name) + R"(,"detail":)" + quoted(detail) + "}";
    }
    void run_storage() {
        testing::run_storage_suite(storage_, [this](const std::vector<SuiteCheck>& checks) {
            for (const SuiteCheck& check : checks) tell("Storage", check);
            run_clock();
        });
    }
    void run_clock() {
        testing::run_clock_suite(clock_, [this](const std::vector<SuiteCheck>& checks) {
            for (const SuiteCheck& check : checks) tell("Clock", check);
            tabs_ = tabs_suite::all(ground_);
            run_tabs(0);
        });
    }
    void run_tabs(std::size_t at) {
        if (at == tabs_.size()) {
            clock_.after(0, [this] { run_database(); });
            return;
        }
        tabs_[at]->run([this, at](const std::string& failures) {
            tell("Tabs", {tabs_[at]->name(), failures.empty(), failures});
            run_tabs(at + 1);
        });
    }
    void run_database() {
        for (const database_suite::Case& one : database_suite::cases()) {
            StoredPlace place("ports database " + one.name);
            one.run(place);
            tell("Database", {one.name, place.failures().empty(), place.failures()});
        }
        done_ = true;
        platform_.wake(1);
    }

    Platform& platform_;
    BrowserClock clock_;
    IndexedDb storage_{"ports storage"};
    BrowserGround ground_;
    tabs_suite::Cases tabs_;
    std::string checks_;
    bool done_ = false;
};

}  // namespace

std::unique_ptr<App> parasol::browser::make_app(Platform& platform) { return std::make_unique<PortsPage>(platform); }
