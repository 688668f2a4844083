@echo off
rem Double-click start for Windows: opens the page in the browser, or offers the commands by number.
rem Keep CRLF line ends and no byte order mark: cmd.exe loses its labels otherwise.
setlocal
rem The window may be one that somebody types in: its code page is given back at the end.
set "PAGE="
for /f "tokens=2 delims=:." %%p in ('chcp') do set "PAGE=%%p"
chcp 65001 >nul
set PYTHONUTF8=1
pushd "%~dp0"
set CODE=0
rem The package for Windows brings its own Python and says in phien-ban.txt in which folder: nothing is installed.
if not exist "generate.py" goto not_unpacked
set "PLACE=."
if exist "phien-ban.txt" set /p PLACE=<"phien-ban.txt"
set "RUN=%PLACE%\python\python.exe"
if exist "%RUN%" goto ready
if not "%PLACE%"=="." goto damaged
set "RUN=.venv\Scripts\python.exe"
set "NEW=.venv-moi\Scripts\python.exe"
set "LIBRARIES=import lamdong_report.cli, docxtpl, babel, msgspec, openpyxl, xlsxwriter, flask, waitress"
if not exist "%RUN%" goto take_new
"%RUN%" -c "%LIBRARIES%" >nul 2>nul
if not errorlevel 1 goto ready

:take_new
rem A start that was cut short, or found the old one in use, has left a new one that works: no network is needed.
if not exist "%NEW%" goto find_python
"%NEW%" -c "%LIBRARIES%" >nul 2>nul
if not errorlevel 1 goto swap

:find_python
set "BITS="
set "PY=py -3"
call :try_python
if not errorlevel 1 goto install
set "PY=python"
call :try_python
if not errorlevel 1 goto install
if defined BITS goto only_32_bits
goto no_python

:try_python
%PY% -c "import sys; sys.exit(1 if sys.version_info < (3, 11) else 0 if sys.maxsize > 2**32 else 32)" >nul 2>nul
if errorlevel 33 exit /b 1
if not errorlevel 32 exit /b %errorlevel%
set "BITS=32"
exit /b 1

:install
echo.
echo  Lần đầu sử dụng: đang cài các thư viện cần thiết. Việc này cần mạng Internet và mất vài phút.
echo.
rem What is there is put away only when the new one works.
if exist ".venv-moi" rmdir /s /q ".venv-moi"
%PY% -m venv ".venv-moi" >cai-dat.log 2>&1
if errorlevel 1 goto no_folder
"%NEW%" -m pip install --disable-pip-version-check -e . >cai-dat.log 2>&1
if errorlevel 1 goto why_not
"%NEW%" -c "%LIBRARIES%" >cai-dat.log 2>&1
if errorlevel 1 goto blocked

:swap
if exist ".venv-cu" rmdir /s /q ".venv-cu"
if exist ".venv" move /y ".venv" ".venv-cu" >nul 2>nul
if exist ".venv" goto in_use
move /y ".venv-moi" ".venv" >nul 2>nul
if not exist "%RUN%" goto in_use
if exist ".venv-cu" rmdir /s /q ".venv-cu"
del cai-dat.log >nul 2>nul
echo  Đã cài xong.

:ready
rem With words behind its name it runs that command and no page: bat-dau check
if "%~1"=="" goto open
"%RUN%" generate.py %*
set CODE=%errorlevel%
goto end

:open
title Tổng hợp báo cáo
set NEWS="%RUN%" generate.py news
set WEB="%RUN%" generate.py web
%NEWS% --brief
if errorlevel 1 if not "%PLACE%"=="." goto damaged
%WEB% --help >nul 2>nul
if errorlevel 1 goto menu
echo.
echo  Đang mở trang làm việc trong trình duyệt. Cửa sổ này phải để mở; đóng cửa sổ là đóng trang.
%WEB%
if not errorlevel 1 goto end

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
if errorlevel 11 goto end
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
if not exist "output" mkdir "output"
start "" "output"
goto menu

:no_python
echo.
echo  Máy này chưa có Python 3.11 trở lên. Nên dùng bản đóng gói sẵn cho Windows: không phải cài gì.
echo  Nếu vẫn muốn tự cài:
echo.
echo   1. Mở trang https://www.python.org/downloads/ và tải bản mới nhất cho Windows, loại 64 bit.
echo   2. Mở tệp vừa tải và làm theo hướng dẫn trên màn hình.
echo   3. Cài xong, bấm đúp lại tệp bat-dau.cmd.
goto stop

:only_32_bits
echo.
echo  Python trên máy này là loại 32 bit; công cụ cần loại 64 bit.
echo  Cài thêm Python loại 64 bit (Windows installer, 64-bit), hoặc dùng bản đóng gói sẵn cho Windows.
goto stop

:no_folder
echo.
echo  Không lập được thư mục .venv-moi. Kiểm tra quyền ghi và dung lượng ổ đĩa; Python trên máy phải có venv.
echo  Chi tiết ở tệp cai-dat.log bên cạnh.
goto stop

:why_not
findstr /i /c:"ConnectionError" /c:"getaddrinfo" /c:"ConnectTimeout" /c:"ReadTimeout" /c:"ProxyError" cai-dat.log >nul
if not errorlevel 1 goto no_network
findstr /i /c:"SSLError" /c:"CERTIFICATE_VERIFY" cai-dat.log >nul
if not errorlevel 1 goto no_trust
findstr /i /c:"No space left" /c:"Errno 28" /c:"WinError 112" cai-dat.log >nul
if not errorlevel 1 goto disk_full
findstr /i /c:"Permission denied" /c:"Access is denied" /c:"WinError 5" /c:"WinError 225" cai-dat.log >nul
if not errorlevel 1 goto blocked
echo.
echo  Chưa cài được các thư viện. Lý do ở những dòng cuối của tệp cai-dat.log bên cạnh.
echo  Nhờ cán bộ công nghệ thông tin xem giúp, hoặc dùng bản đóng gói sẵn cho Windows.
goto stop

:no_network
echo.
echo  Không nối được mạng để tải thư viện. Kiểm tra kết nối mạng rồi bấm đúp lại tệp bat-dau.cmd.
echo  Nếu cơ quan chặn mạng: nhờ cán bộ công nghệ thông tin cho phép tải thư viện Python, hoặc dùng bản đóng gói sẵn.
goto stop

:no_trust
echo.
echo  Mạng của cơ quan có thiết bị kiểm tra ở giữa nên không tải được thư viện (chứng thư không được công nhận).
echo  Nhờ cán bộ công nghệ thông tin cấu hình pip, hoặc dùng bản đóng gói sẵn cho Windows.
goto stop

:disk_full
echo.
echo  Ổ đĩa đã đầy. Xóa bớt tệp rồi bấm đúp lại tệp bat-dau.cmd.
goto stop

:blocked
echo.
echo  Đã tải thư viện nhưng không ghi hoặc không mở được: thường do phần mềm diệt vi-rút hoặc quyền của thư mục.
echo  Nhờ cán bộ công nghệ thông tin cho phép thư mục này. Chi tiết ở tệp cai-dat.log bên cạnh.
goto stop

:in_use
echo.
echo  Thư viện mới đã cài xong (thư mục .venv-moi) nhưng bản cũ đang được một cửa sổ khác dùng.
echo  Đóng các cửa sổ khác của công cụ rồi bấm đúp lại tệp bat-dau.cmd.
goto stop

:damaged
echo.
echo  Thư mục %PLACE% bị thiếu tệp (giải nén chưa đủ, hoặc phần mềm diệt vi-rút đã chặn một tệp).
echo  Giải nén lại tệp nén vào đúng chỗ này; templates, inputs, output được giữ nguyên.
goto stop

:not_unpacked
echo.
echo  Không thấy chương trình bên cạnh tệp bat-dau.cmd.
echo  Nếu đang mở trong tệp nén: bấm chuột phải vào tệp nén, chọn Extract All, rồi chạy trong thư mục vừa giải nén.
goto stop

:stop
set CODE=1
echo.
echo  Bấm phím bất kỳ để đóng cửa sổ này.
pause >nul

:end
popd
if defined PAGE chcp %PAGE% >nul
endlocal & exit /b %CODE%
