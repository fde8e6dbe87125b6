#include "wire/page_reader.h"

#include <algorithm>
#include <utility>

namespace parasol {

bool PageReader::begin_scope(RowSet& rows) {
    scope_at_ = reader_.left();
    if (!reader_.read(scope_)) return false;
    rows.hold(scope_);
    rows_left_ = reader_.count();
    return reader_.good();
}

bool PageReader::read(std::size_t bytes, RowSet& rows, const EachScope& each_scope) {
    const std::size_t stop = reader_.left() - std::min(reader_.left(), bytes);
    while (!at_end() && reader_.left() >= stop) {
        if (rows_left_ == 0 && !begin_scope(rows)) return false;
        for (; rows_left_ > 0 && reader_.left() >= stop; --rows_left_) {
            Row row;
            if (!reader_.read(row) || row_id(row).is_none()) return false;
            rows.put(scope_, std::move(row));
        }
        if (rows_left_ == 0) each_scope(scope_, scope_at_ - reader_.left());
    }
    return reader_.good();
}

bool read_page(std::string_view payload, RowSet& rows, const PageReader::EachScope& each_scope) {
    PageReader reader(payload);
    return reader.read(payload.size(), rows, each_scope);
}

}  // namespace parasol
