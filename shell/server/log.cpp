#include "shell/server/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "shell/server/loop.h"
#include "wire/json_fields.h"

namespace parasol::server {

void open_log(const std::string& path) {
    std::shared_ptr<spdlog::sinks::sink> sink;
    if (path.empty()) {
        sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    } else {
        sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path);
    }
    auto logger = std::make_shared<spdlog::logger>("parasold", std::move(sink));
    logger->set_pattern("%v");
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

void log(Level level, std::string_view event, std::initializer_list<LogField> fields) {
    static constexpr std::string_view names[] = {"info", "warning", "error"};
    JsonWriter line;
    line.open('{');
    line.key("time");
    line.value(std::int64_t{system_now()});
    line.key("level");
    line.value(names[static_cast<std::size_t>(level)]);
    line.key("event");
    line.value(event);
    for (const LogField& field : fields) {
        line.key(field.name);
        std::visit([&](const auto& value) { line.value(value); }, field.value);
    }
    line.close('}');
    spdlog::info("{}", line.take());
}

}  // namespace parasol::server
