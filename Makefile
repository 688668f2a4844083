# Two commands do everything on a bare machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: windows test-windows demo test test-all setup dev lint types pictures bench mutants clean help

help:
	@echo "make demo   dựng môi trường, làm phiếu ví dụ cho mọi cơ quan và lập báo cáo vào thư mục demo/"
	@echo "make test   dựng môi trường và chạy các phép thử;  make test-all   cả những phép thử lâu"
	@echo "make lint   kiểm tra mã nguồn (ruff);  make types   kiểm tra kiểu (mypy)"
	@echo "make bench  đo tốc độ từng bước (khoảng 15 phút; nhanh: python -m tools.bench --quick)"
	@echo "make mutants [OF=figures.comparison]  sửa sai từng chỗ của phép tính, xem phép thử nào phát hiện (lâu)"
	@echo "make windows       đóng gói cho Windows vào dist/ (cần mạng);  make test-windows   chạy các phép thử trên gói đó bằng Wine"
	@echo "make clean  xóa .venv và demo/"

demo: setup
	@$(BIN)/python generate.py demo --out demo

test: setup
	@$(BIN)/python -m pytest -m "not slow"

test-all: setup
	@$(BIN)/python -m pytest

lint: dev
	@$(BIN)/ruff check lamdong_report tests tools generate.py
	@$(BIN)/ruff format --check lamdong_report tests tools generate.py

types: dev
	@$(BIN)/mypy

setup: $(STAMP)

$(STAMP): setup.cfg pyproject.toml
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "Máy chưa có Python. Cài Python 3.11 trở lên (https://www.python.org/downloads/) rồi chạy lại." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Cần Python 3.11 trở lên; máy đang có: $$($(PYTHON) --version). Chỉ bản khác bằng: make PYTHON=python3.12 demo" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Python trên máy thiếu venv. Trên Debian/Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Đang dựng môi trường .venv (chỉ lần đầu)…"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]' || { \
	  echo "Không cài được thư viện. Kiểm tra kết nối mạng (hoặc kho gói nội bộ của pip) rồi chạy lại." >&2; exit 1; }
	@touch $@

dev: $(VENV)/.dev

$(VENV)/.dev: $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test,dev]'
	@touch $@

bench: setup
	@$(BIN)/python -m tools.bench

# One module at a time (figures.sums, rules.together, reader.quantities, merge.decide): all of figures/ is about 1200
# mutants, hours of one processor.
OF ?= figures
# mutmut runs pytest several times in one process, where escaped names of tests are not found again.
UNESCAPED = PYTEST_ADDOPTS='-o disable_test_id_escaping_and_forfeit_all_rights_to_community_support=true'
mutants: dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'mutmut==3.8.1'
	@$(UNESCAPED) $(BIN)/python -m mutmut run 'lamdong_report.$(OF)*'
	@$(BIN)/python -m mutmut results

windows: setup
	@$(BIN)/python -m tools.windows.build

test-windows: windows
	@tools/windows/wine/test.sh dist/bao-cao-windows-*.zip tests
	@$(BIN)/python -m tools.windows.wine.season dist/bao-cao-windows-*.zip /tmp/bao-cao-wine --whole
	@$(BIN)/python -m tools.windows.wine.install /tmp/bao-cao-wine

pictures: demo
	@$(BIN)/python tools/make_pictures.py demo docs/hinh

clean:
	rm -rf $(VENV) demo dist mutants
