@echo off
rem Double-click start for Windows: sets up .venv on first use, then offers the commands by number.
rem Keep CRLF line ends and no byte order mark: cmd.exe loses its labels otherwise.
chcp 65001 >nul
setlocal
set PYTHONUTF8=1
title lamdong_report
pushd "%~dp0"
set CODE=0
if not exist "generate.py" goto not_unpacked
set "RUN=.venv\Scripts\python.exe"
if not exist "%RUN%" goto find_python
"%RUN%" -c "import lamdong_report.cli, docxtpl, babel, msgspec, openpyxl, python_calamine, xlsxwriter" >nul 2>nul
if not errorlevel 1 goto ready

:find_python
set "PY=py -3"
%PY% -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not errorlevel 1 goto install
set "PY=python"
%PY% -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not errorlevel 1 goto install
goto no_python

:install
echo.
echo  Lần đầu sử dụng: đang cài các thư viện cần thiết. Việc này cần mạng Internet và mất vài phút.
echo.
if exist ".venv" rmdir /s /q ".venv"
%PY% -m venv ".venv"
if errorlevel 1 goto not_installed
"%RUN%" -m pip install --quiet --disable-pip-version-check -e .
if errorlevel 1 goto not_installed
echo  Đã cài xong.

:ready
rem With words behind its name it runs that command and no menu: bat-dau check
if "%~1"=="" goto menu
"%RUN%" generate.py %*
set CODE=%errorlevel%
goto end

:menu
echo.
echo  ==========================================================
echo   TỔNG HỢP BÁO CÁO
echo  ==========================================================
echo   1. Kiểm tra kế hoạch
echo   2. Làm phiếu để phát hành             (vào output\phieu)
echo   3. Kiểm tra phiếu đã nhận             (lấy từ inputs)
echo   4. Làm công văn đôn đốc, đề nghị sửa  (vào output\cong-van)
echo   5. Lập dự thảo báo cáo từ phiếu       (vào output)
echo   6. Lập dự thảo mới, giữ phần sửa bằng tay của dự thảo vừa lưu sau cùng
echo   7. Lập bản chính thức, giữ phần sửa bằng tay của dự thảo vừa lưu sau cùng
echo   8. Mở bảng theo dõi                   (sau khi kiểm tra phiếu)
echo   9. Mở thư mục kết quả
echo   0. Thoát
echo.
echo  Bấm phím số của việc cần làm:
choice /c 1234567890 /n
if errorlevel 10 goto end
if errorlevel 9 goto folder
if errorlevel 8 goto board
if errorlevel 7 goto final
if errorlevel 6 goto onto
if errorlevel 5 goto report
if errorlevel 4 goto letters
if errorlevel 3 goto check
if errorlevel 2 goto forms
if errorlevel 1 goto plan
goto end

:plan
"%RUN%" generate.py plan
goto menu

:forms
"%RUN%" generate.py forms
goto menu

:check
"%RUN%" generate.py check
goto menu

:letters
"%RUN%" generate.py letters
goto menu

:report
"%RUN%" generate.py report
goto menu

:onto
"%RUN%" generate.py report --onto
goto menu

:final
"%RUN%" generate.py report --final --onto
goto menu

:board
if exist "output\tinh-hinh.html" start "" "output\tinh-hinh.html"
if not exist "output\tinh-hinh.html" echo  Chưa có bảng theo dõi: bấm số 3 trước.
goto menu

:folder
start "" "output"
goto menu

:no_python
echo.
echo  Máy này chưa có Python 3.11 trở lên.
echo.
echo   1. Mở trang https://www.python.org/downloads/ và tải bản mới nhất cho Windows.
echo   2. Mở tệp vừa tải, đánh dấu ô "Add python.exe to PATH" rồi bấm "Install Now".
echo   3. Cài xong, bấm đúp lại tệp bat-dau.cmd.
goto stop

:not_installed
echo.
echo  Chưa cài được các thư viện. Kiểm tra kết nối mạng rồi bấm đúp lại tệp bat-dau.cmd.
echo  Nếu cơ quan chặn mạng, nhờ cán bộ công nghệ thông tin cho phép truy cập pypi.org.
goto stop

:not_unpacked
echo.
echo  Tệp bat-dau.cmd phải nằm cùng thư mục với tệp generate.py.
echo  Nếu đang mở trong tệp nén: bấm chuột phải vào tệp nén, chọn Extract All, rồi chạy trong thư mục vừa giải nén.
goto stop

:stop
set CODE=1
echo.
echo  Bấm phím bất kỳ để đóng cửa sổ này.
pause >nul

:end
popd
endlocal & exit /b %CODE%
