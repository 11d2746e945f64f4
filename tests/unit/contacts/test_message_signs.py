"""Each mechanism of fraud is seen in a message of our own, and an innocent one in its words is left alone."""

import pytest

from gopay_help.contacts.lookalikes import SHAPES, parse_lookalikes
from gopay_help.contacts.verify import MAX_MESSAGE
from growth import grows_faster_than_its_input
from verifying import LANGUAGES, TODAY, catalogue, document, run, shipped

DATA = parse_lookalikes(document("lookalikes"))
SEEN = [
    ("kirim ke rek ini saja ya BRI 4455-01-998877-50-2 a/n Sartono", "to_account"),
    ("Uangnya transfer ke BCA 8811223344 a.n. Wahyu, norek lama sudah tidak aktif", "to_account"),
    ("maaf pembayaran kontrakan hub dulu atasan kami di 085711112222 karena ada perubahan", "to_account"),
    ("Nak ini mama, tolong isikan pulsa 50rb ke no ini 085711112222 penting", "borrowed_name"),
    ("Hey mum, broke my phone, this is my new number, text me back", "borrowed_name"),
    ("妈，我手机坏了，这是同学的手机，帮我转2000块", "borrowed_name"),
    ("您的儿子在学校受伤，正在医院抢救，请马上支付医药费", "borrowed_name"),
    ("Tekan *858*085711112222*50000# untuk aktivasi", "airtime_code"),
    ("SELAMAT no anda m-dptkan HADIAH Rp.75jt PIN: h7k22p9 info klik www.undian-kita.example/x", "prize"),
    ("INFO RESMI\nNO ANDA\nTr-pilih\nmn-dpatkan\nHADIAH\ncek Rp.90jt\nklik\nbit.ly/undian-x", "prize"),
    ("Today is ur lucky day! You have won a £900 prize. To claim call 09061112223 now", "prize"),
    ("Here is a gift to thank you for your payment history: w3x9.example/ab", "prize"),
    ("您的手机号被栏目组抽选为幸运用户，将获得笔记本电脑，请登录 http://a1b2.example 领取", "prize"),
    ("melayani ritual dana ghaib, hubungi 085711112222", "prize"),
    (
        "Wells Fargo: your account is locked due to unusual activity. Visit https://wf-x.example/a",
        "scare",
    ),
    ("We charged $249.99 for your order of antivirus. Not you? Call 1-888-555-0100", "scare"),
    ("尊敬的用户您的密码器将于明日失效请登录 http://x1y2.example 升级", "scare"),
    ("抱歉通知您预订的航班因故障已取消，请联系客服 17000001111 办理改签", "scare"),
    ("SYSTEM FAILURE: (4) malicious files on your phone, delete now: scan-x.example/a", "scare"),
    ("Your parcel could not be delivered, incorrect address. Update: https://post-x.example/u", "parcel"),
    ("您的账户积分已满5000分可兑换现金，请登陆 www.jf-x.example 领取", "points"),
    ("老同学你看完这相册吧 http://xc.example/i", "album"),
    ("Kate shared her private pics, see here http://k8.example/a", "album"),
    ("Saldo Anda bisa cair setelah bayar biaya admin 150rb", "pay_first"),
    ("To withdraw your earnings you need to top up 100 USDT first", "pay_first"),
    ("您的提现被冻结，缴纳保证金后即可到账", "pay_first"),
    ("您好，我是支付宝客服，您误开通了会员服务，请添加QQ配合我们取消", "service_account"),
    ("这里是公安局，您涉嫌洗钱，请配合调查", "authority"),
    ("This is the police, there is a warrant in your name, stay on the line", "authority"),
    ("Kerja paruh waktu, like video dibayar 200rb per hari, chat wa.me/6285711112222", "job"),
    ("老师带单，稳赚不赔，进群了解", "invest"),
    ("Jual saldo GoPay murah, 100rb cuma 65rb", "cheap_money"),
    ("Anda dicantumkan sebagai penjamin, bayar hari ini atau data Anda kami sebar", "threat"),
    ("assalamualaikum saya cocok dengan mobilnya, soal harga hub suami saya 085711112222", "other_number"),
    ("You are owed a tax refund of $400, apply here: https://irs-x.example/r", "office"),
    ("modal 200rb besok jadi 900rb, dijamin cuan, ikut grup sinyal gw", "invest"),
    ("表哥的平台有内幕,你先充一千跟着我,稳赚", "invest"),
    ("S1tus g4cor depo 10rb gampang menang cek bio", "gambling"),
    ("澳門新葡①京 首存送88", "gambling"),
    ("ma ini aku, hp ku jatuh, pinjem no temen. tolong kirimin 300rb, jgn telpon dulu", "borrowed_name"),
    ("Dad I lost my phone, this is a different number. Can you pay my rent today?", "borrowed_name"),
    ("我在开会不方便接电话,你先转两万给王主任,回头给你", "borrowed_name"),
    ("Sir I wrongly sent 12,000 to you, kindly return 11,000", "pay"),
    ("barcode kotak amal sudah diganti, barcode baru ya, scan yang ini", "pay"),
    ("jgn lewat tokped ya, transfer langsung ke dana saya biar murah", "pay"),
    ("Dial *401*0811222333# to get ur free data", "dial_code"),
    ("Waspada penipuan! Amankan rekening, instal Keamanan-Bank.apk", "app_file"),
    ("Your account is locked. Visit https://sites.microsoft.com/a", "scare"),
    ("Tarif bulanan baru Rp150.000, jika TIDAK SETUJU balas pesan ini", "scare"),
    ("Receive a rebate, apply here: water-rebate.help", "move"),
    ("Mandiri: kartu terkunci karena perangkat baru, lihat mandiri-buka.sbs", "scare"),
    ("PLN: meteran Anda belum diverifikasi, listrik diputus, hubungi petugas 081355501234", "scare"),
    ("Nenek jangan bilang papa ya, tolong kirim 800rb dulu", "borrowed_name"),
    (
        "Gran, cracked my screen so I'm on a flatmate's phone, can you send 300 to this account",
        "borrowed_name",
    ),
    ("我是小李的室友,他被车撞了,急诊要先交八千手术费", "borrowed_name"),
    ("Saya Aiptu Rudi dari Polsek, mau damai siapkan 6 juta", "authority"),
    ("I sent you a parcel, the shipping agent says it needs a clearance fee of $900", "pay_first"),
    ("Top up dulu 200rb supaya akun normal, nanti saldo kembali otomatis", "pay_first"),
    ("You have been shortlisted, only a training fee of 40 before you start", "pay_first"),
    ("收银员兼职,先交材料押金200,完工退", "pay_first"),
    ("Aku nemu dompet kamu di halte, ongkirnya transfer 90rb ya", "pay_first"),
    ("Two festival tickets, PayPal friends and family only please", "pay"),
    ("ini video kamu ya? http://k9.example/v", "album"),
    ("Your parcel is held by customs, press 1 to speak to an officer", "scare"),
    ("Jual rekening nganggur? dibeli 400rb", "lend_account"),
    ("你儿子在我们手上,别报警,准备二十万", "threat"),
    ("下个向日葵,把识别码报给我", "remote_control"),
    ("k 0 d e nya brp kak, k0denya?", "secret"),
    ("麻 烦 把【驗 證 碼】發 給 我", "secret"),
    ("Mum, delete my old number, this is a mate's phone. Are you busy?", "borrowed_name"),
    (
        "Bro nomor baru nih, limit abis. Pinjem dulu ya, ke rekening temen, besok saya balikin",
        "borrowed_name",
    ),
    ("I can't show you the flat, wire the last month and I post the keys", "pay"),
    ("Someone inside your branch is involved, move the balance to the holding account", "pay"),
    ("You hit a combo order, the account is minus 90, top up and withdraw all with commission", "pay_first"),
    ("Saldo jadi minus karena pesanan kombinasi, tinggal isi, komisi bisa ditarik", "pay_first"),
    ("Sorry, my assistant saved it wrong! You seem kind, which city are you in?", "wrong_number"),
    ("Maaf salah sambung ya. Orangnya ramah, boleh kenalan?", "wrong_number"),
    ("Cari orang yang mau buka rekening, dibayar 300rb, atm serahin ke kami", "lend_account"),
    ("I recorded a video of you, pay £300 within 2 hours or it goes to your family", "threat"),
]
INNOCENT = [
    "Ini beneran ga sih? Katanya aku menang undian, disuruh transfer pajak. Takut penipuan.",
    "Anyone else get a text from the courier wanting a fee? Pretty sure it's fake, don't pay it",
    "有个号说我中奖了要先交税,这是骗子吧?",
    "Saldo kartu tol tinggal 9rb, isi dulu sebelum berangkat",
    "双十二预售,定金翻倍,进店查看,回TD退订",
    "Yang kehilangan dompet bisa ambil di pos satpam, tunjukkan KTP",
    "I'll pay you back for the gift card tomorrow, thanks for getting it",
    "Enter the code in the app to continue. We sent it by SMS.",
    "Dek nanti bilang aja kodenya 8812 ke kurir, itu kode terima barangnya",
    "Hati2 ya, tetangga ku kena tipu modus kurir, disuruh klik file apk, otp nya dibaca pelaku.",
    "Be careful, there's a scam going round: someone says they are from the bank and asks for your OTP.",
    "警方提醒:凡是让你共享屏幕、转账到安全账户的都是诈骗",
    "We'll never ask you to move money to a safe account, read out your PIN, or install an app. Scammers do.",
    "Sebutkan kode 5512 ke driver saat naik untuk memulai perjalanan.",
    "They are asking for the 4 digit pickup code, please tell",
    "Transfer ke rekening biasa ya bang, kos bulan ini 900rb",
    "恭喜通过面试,入职体检费公司报销,我们不收取任何费用",
    "Lapor SPT lewat coretaxdjp.pajak.go.id, tidak dipungut biaya.",
    "You've sent Rp250.000 to a shop. Ref 9931044827. Not you? Open Help in the app.",
    "Kode OTP Anda 482913. Jangan berikan kode ini kepada siapa pun.",
    "839201 adalah kode verifikasi Rupiah Cepat Anda. Berlaku 5 menit. JANGAN BERIKAN KODE KE SIAPA PUN.",
    "Your verification code is 552190. It expires in 10 minutes. Do not share it.",
    "【招商银行】您尾号1234的账户消费人民币58.00元，验证码839201，请勿告诉他人。",
    "Transfer masuk Rp1.000.000 dari BUDI ke rekening BCA 1234xxxx pada 12/11",
    "Ini rekening ku ya BCA 1234567890 a/n Budi, buat patungan kado kemarin.",
    "Pesanan #349708369 mohon transfer Rp59.755 ke BNI sebelum 24 Juni.",
    "Paketmu dengan resi 0012345678 sudah dalam perjalanan. Lacak di https://kurir.example",
    "Your order has shipped. Track your package at https://shop.example/orders/123",
    "We noticed a new sign-in on Chrome. If it was you, no action is needed.",
    "I will call you right now, it's urgent",
    "You won't believe who I met",
    "飞机晚点了，大概九点到，你先下载那个资料",
    "中奖啦！公司年会抽到一个电饭煲",
    "新号码，我是三班的小李，存一下",
    "Pak, kode pagar rumah diganti, nanti saya kasih tahu kalau sudah sampai",
    "周末一起吃饭吧，我转你上次的钱",
    "Mama di kantor, pulang jam 5 ya",
    "Bayar listrik lewat aplikasi, jatuh tempo tanggal 20",
    "双十一大促，全场五折，点击 https://store.example 查看",
    "Waspada modus kurir! Jangan pernah klik file .apk, lapor ke aduan.example",
    "Min mau lapor, ada yg ngaku kurir kirim file apk resi, untung ga saya instal. nomornya 085711112222",
    "Angsuran Anda jatuh tempo 25 Juli. Pastikan saldo rekening BRI cukup untuk autodebet. Info 1500017",
    "会员将于5月9日自动续费25元，如需取消可在我的-管理自动续费中关闭",
    "Sign in the usual way at gov.uk before your tax return is due.",
    "Sorry, wrong number! Have a nice day",
    "Maaf salah sambung kak, saya kira tukang AC",
    "My cousin will show you the flat. Nothing to pay until we sign at the office",
    "Dari HRD: yang mau ganti rekening gaji, silakan isi di portal",
    "Tiket satu lagi ada di aku, bayarnya pas ketemu aja",
    "Officer Lane comes to the library on Friday to talk about bail calls and bitcoin machines. Free coffee.",
    "Me: this is the IRS, pay in gift cards. My 7 year old: nice try, it is bedtime",
    "IT: the phones restart tonight. You don't need to install anything or give us your password.",
    "Nobody needs to buy anything, there is a gift card from all of us, sign the card by Friday",
    "We sign on Monday. Please phone us on the number on our letter, then send £1 first to check the account",
    "I got the job! Signed today, they pay for the laptop and the insurance first. Drinks on me",
    "It's Mom, my card got declined at the till. Can you venmo your dad $60, I'll pay you at dinner",
    "Payroll: wages come on Friday. If you've changed bank, see me in person with ID",
    "No spoilers please! She pays his bail, and the bitcoin is gone",
    "What my seed phrase is, my wife asked. A song, I said",
    "Polisi ke balai desa, penyuluhan soal saldo yang disuruh pindahkan ke rekening aman",
]


ROUNDABOUT = [
    # The usual way is shut and money goes round it; and the same words of one who wants nothing.
    ("校园缴费充不了,午饭钱转给食堂阿姨的支付宝", "校园缴费充不了,周一再补", "pay"),
    ("我是武警后勤,你找那家拿货,先打全款,差价归你", "厂家的差价归我们,全款月底付", "pay"),
    ("这事别跟家里说,先把五万放进去,柜员问你就说装修", "柜员问你就说装修,今天取不了", "pay"),
    ("二连单哦,做完第二单一起返本金,还差1900", "打印机卡单了,第二联没出来", "pay_first"),
    ("兴趣班退费进群,先认购一份,学费再退", "兴趣班退费五天到账", "pay_first"),
    ("刚才视频我录下来了,通讯录都有,打八千过来我就删", "视频我录屏了,剪好发给你", "threat"),
    ("我是赵总,这是我私人微信,先不要跟同事说", "这是我私人微信,下班找我吃饭", "borrowed_name"),
    ("去小区取个盒子,里面是现金,别打开", "去小区取个盒子,里面是糖,别打开", "job"),
]


@pytest.mark.parametrize(("fraud", "innocent", "sign"), ROUNDABOUT)
def test_money_that_goes_round_the_usual_way_is_seen(fraud: str, innocent: str, sign: str):
    assert sign in [signal.id for signal in shipped().scan(fraud, TODAY).signals]
    assert str(shipped().scan(innocent, TODAY).level) == "none"


OWN_PLACES = [
    # A place of the reader's own, and the same with a way out of it.
    ("书费在家校通里缴,有困难的家长私聊我", "书费在家校通里缴不了,请加微信转给我", "move"),
    (
        "那笔8万的尾款走付款流程,你先在系统里提单,签完字再给出纳",
        "付款流程批不完,你先转账给新账户,审批后补",
        "pay",
    ),
    (
        "奶奶住院,押金不多了,让去一楼窗口补两千,我下了班过去交,你陪着爸",
        "住院押金两千,窗口人多,转我个人微信",
        "borrowed_name",
    ),
    ("请在订单详情里上传身份证,过关要用", "请在订单详情里找专员,上传身份证", "identity"),
    (
        "姑姑的人脸认证,社区的人来家里弄好了,寄了糖,单号你妈发你",
        "姑姑的人脸认证弄好了,还差身份证照片,请上传",
        "identity",
    ),
    (
        "妈,饭卡空了,转我一百呗,别告诉爸我买了双鞋",
        "妈,饭卡空了,我用同学的手机,转我一百,别告诉爸",
        "borrowed_name",
    ),
    (
        "刚电话里说的,我爸住院先交两万,借我五千,还转我那张卡就行,周五还你",
        "我爸住院先交两万,借我五千,转我侄子的卡",
        "borrowed_name",
    ),
    (
        "晚报:一家虚拟货币交易所停了,约2万用户提现受阻。专家表示,应警惕“高收益、零风险”",
        "晚报:专家表示这家交易所高收益、零风险,私聊进群",
        "invest",
    ),
    (
        "邻居信了短信,填了卡号,卡里三千就没了。她女儿陪她去派出所报警,钱追不追得回不好说,你去看看她",
        "楼下阿姨后来报警了。网贷已批,填身份证,先交保证金转到专员卡",
        "pay_first",
    ),
    ("桌子直接在平台下单,不加微信", "桌子别在平台下单,加微信", "move"),
    ("“扫码领补贴”那封是钓鱼邮件,别扫,扫过的找小林", "“扫码领补贴”那封不是钓鱼邮件,扫码后加我领", "move"),
    (
        "楼下阿姨收到短信,说卡停了要重新激活,她填了,五千就没了。女儿带她去派出所报警,冻住了一半,钱难说。你周末去看看她",
        "楼下阿姨报警了,你也把收到的验证码给我",
        "secret",
    ),
]


@pytest.mark.parametrize(("innocent", "fraud", "sign"), OWN_PLACES)
def test_a_place_or_a_story_is_believed_while_nothing_leads_out_of_it(innocent: str, fraud: str, sign: str):
    assert str(shipped().scan(innocent, TODAY).level) == "none"
    assert sign in [signal.id for signal in shipped().scan(fraud, TODAY).signals]


ASKED_ALL_THE_SAME = [
    "There are scammers about. Don't share your OTP with scammers, send it to us.",
    "Awas penipuan! Jangan kasih OTP ke penipu, kirim ke kami saja",
    "谨防诈骗,请把验证码发给我",
    "Hati-hati penipuan. Verifikasi di https://aman-x.example/a lalu masukkan PIN",
]


@pytest.mark.parametrize("text", ASKED_ALL_THE_SAME)
def test_a_warning_of_fraud_does_not_cover_a_request(text: str):
    assert "secret" in {signal.id for signal in shipped().scan(text, TODAY).signals}


@pytest.mark.parametrize(("message", "sign"), SEEN)
def test_a_mechanism_is_seen(message: str, sign: str):
    assert sign in [signal.id for signal in shipped().scan(message, TODAY).signals]


@pytest.mark.parametrize("message", INNOCENT)
def test_an_innocent_message_is_left_alone(message: str):
    assert str(shipped().scan(message, TODAY).level) == "none"


def test_every_rule_can_be_said_and_every_phrase_has_a_use():
    signs = {rule.sign for rule in DATA.signs}
    for lang in LANGUAGES:
        assert [sign for sign in signs if not catalogue(lang).has(f"verify.signal.{sign}")] == []
    used = {role for rule in DATA.signs for role in rule.wanted | rule.none}
    used |= {role for frame in DATA.frames for role in frame.none.union(frame.live, *frame.all)}
    assert sorted(set(DATA.phrases) - used) == []
    assert set(SHAPES).isdisjoint(DATA.phrases)


def test_no_phrase_loses_a_part_that_its_words_are_nothing_without():
    """A sign that is no token falls away: "% in" would be found in every text with the word "in"."""
    lost = [
        phrase for phrases in DATA.phrases.values() for phrase in phrases if {"%", "+"} & {*phrase.split()}
    ]
    assert lost == []


FRAMES = [
    ("Some lady told my dad to use a safe account. Luckily mum walked in.", "pay"),
    ("Ada yang ngaku petugas bank, suruh transfer dulu. Kasihan tabungannya ludes.", "pay"),
    ("有个女的让她先转账,幸好被拦住了", "pay"),
    ("I sent you 5 dollars too much by mistake, you send it back? no need to pay me back, keep it.", "pay"),
    ("验证码一直收不到,我输入了三次,登不上", "secret"),
    ("Congratulations! You have won the washing up. Love, Mum", "prize"),
    ("The bank comes to our library to talk about safe account calls.", "pay"),
    ("I got the job, they pay the insurance first.", "pay"),
]


@pytest.mark.parametrize(("message", "sign"), FRAMES)
@pytest.mark.parametrize("way_out", [" https://x-y.example/a", " 085711112222"])
def test_a_frame_calms_no_text_that_leads_away(message: str, sign: str, way_out: str):
    assert str(shipped().scan(message, TODAY).level) == "none"
    assert sign in [signal.id for signal in shipped().scan(message + way_out, TODAY).signals]


@pytest.mark.parametrize(
    ("message", "sign"),
    [
        ("Don't open it, just delete the rest. Install invite.apk now, send it to me when done", "app_file"),
        ("Jangan dibuka yang lain, hapus saja. Pasang surat.apk sekarang juga", "app_file"),
        ("Kalau ada yang telepon tutup saja. Transfer dulu pajak hadiah ke petugas sekarang juga", "pay"),
        ("有人打电话就挂断,请立即把存款转到安全账户", "pay"),
        ("We must talk about your fine, officer Lane of the library. Pay it now in gift cards", "authority"),
        ("You don't need to install anything and give us your password now", "secret"),
        ("Mum, see you at dinner, I dropped my phone. This is my new number, send me 300", "borrowed_name"),
        ("I got the job for you! Pay the 90 dollars training fee first", "pay"),
        ("Our account will not change on paper. Pay to the new account first, £900, do not call", "pay"),
        (
            "It's me in jail grandma, no need to pay me back later, tell nobody, please send me bail money",
            "borrowed_name",
        ),
    ],
)
def test_a_frame_is_no_password(message: str, sign: str):
    assert sign in [signal.id for signal in shipped().scan(message, TODAY).signals]


NOTHING_IS_WANTED = [
    # what is done, by whoever did it
    ("咱爸的住院押金两万,我早上在窗口刷卡交过了,你安心上班", "请把剩下的五千先转到护士的个人账户"),
    # what need not be done, in one clause or in another
    ("押金已经解冻,三天内回到您卡上,无需提供卡号或验证码", "请把卡号和验证码发给客服核对"),
    # what somebody else wanted
    ("有人冒充客服找我,让我下载会议软件共享屏幕,我没理", "请您下载会议软件共享屏幕给我看"),
]


@pytest.mark.parametrize(("told", "wanted"), NOTHING_IS_WANTED)
def test_what_is_done_or_denied_wants_nothing_and_a_request_beside_it_does(told: str, wanted: str):
    assert str(shipped().scan(told, TODAY).level) == "none"
    assert str(shipped().scan(f"{told}。{wanted}", TODAY).level) == "danger"


@pytest.mark.parametrize(
    ("message", "sign"),
    [
        ("先别急,保证金能不能先转我五千,到账就还你", "pay"),
        ("我们从不收费,只需把钱先转到我们的安全账户核查", "pay"),
        ("谨防诈骗!请将存款转入我行为您开设的安全账户", "pay"),
    ],
)
def test_a_denial_covers_its_own_clause_and_no_more(message: str, sign: str):
    assert sign in [signal.id for signal in shipped().scan(message, TODAY).signals]


def test_a_parcel_may_be_fetched_at_home_and_a_code_that_came_may_not():
    parcel, texted = "老公,驿站的取件码念给我,我顺路拿", "老公,短信里那个验证码念给我,我顺路拿快递"
    assert str(shipped().scan(parcel, TODAY).level) == "none"
    assert "secret" in [signal.id for signal in shipped().scan(texted, TODAY).signals]


@pytest.mark.parametrize(
    ("message", "level", "code"),
    [
        ("kirim kode OTP ke saya", "danger", 3),
        ("Selamat Anda pemenang undian", "careful", 3),
        ("Kode OTP Anda 482913. Jangan berikan kepada siapa pun.", "none", 5),
        ("buka gopay-cs.example", "danger", 3),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_level_has_its_own_advice(message: str, level: str, code: int, lang: str):
    found, out, _ = run(message=message, lang=lang)
    words = catalogue(lang)
    told = "".join(out.split())
    assert found == code
    for other in ("danger", "careful", "none"):
        advice = "".join(words.say(f"verify.message.advice.{other}").split())
        assert (advice in told) is (other == level), other


def test_a_genuine_notice_is_not_told_to_open_nothing():
    _, out, _ = run(message="Kode OTP Anda 482913. Jangan berikan kepada siapa pun.")
    assert "Keep your codes" in out
    assert "Do not" not in out


@pytest.mark.parametrize(
    ("message", "value"),
    [
        ("buka gopay.co.id。evil.com ya", "gopay.co.id"),
        ("see https://gopay.co.id'@evil.example now", "https://gopay.co.id"),
        ("gopay.co.id\u200b.evil.example", "gopay.co.id"),
        ("gopay.co.id\u00ad.evil.example", "gopay.co.id"),
        ("gopay.co.id.公司", "gopay.co.id"),
        ("https://gopay.co.id:8080@evil.example/", "https://gopay.co.id"),
        ("https://gopay.co.id\\@evil.example/", "https://gopay.co.id"),
        ("https://" + "a" * 600 + "@gopay.co.id", "gopay.co.id"),
        ("a.b.c.d.e.f.g.h.i.j.gopay.co.id.evil.example", "gopay.co.id"),
        ("请登录gopay.co.id查看", "gopay.co.id"),
        ("x@evil.example,customerservice@gopay.co.id", "customerservice@gopay.co.id"),
        ("mailto:customerservice@gopay.co.id?bcc=x@evil.example", "customerservice@gopay.co.id"),
        ("1500729\u200b9", "1500729"),
        ("tel:1500729;ext=9", "1500729"),
    ],
)
def test_a_stump_of_a_contact_is_never_official(message: str, value: str):
    scan = shipped().scan(message, TODAY)
    assert value
    assert [answer.input for answer in scan.contacts if str(answer.verdict) == "official"] == []


@pytest.mark.parametrize(
    ("message", "value"),
    [
        ("Telepon 1500729 ya", "1500729"),
        ("(lihat gopay.co.id).", "gopay.co.id"),
        ("请拨打1500729咨询", "1500729"),
        ("“https://gopay.co.id/bantuan”", "https://gopay.co.id/bantuan"),
        ("tulis ke customerservice@gopay.co.id, ya", "customerservice@gopay.co.id"),
    ],
)
def test_a_contact_that_stands_by_itself_is_judged_whole(message: str, value: str):
    scan = shipped().scan(message, TODAY)
    assert {answer.input: str(answer.verdict) for answer in scan.contacts}[value] == "official"


PIECES = [
    ".",
    "(",
    ")",
    "[",
    "1",
    " ",
    "0 ",
    "你",
    "。",
    "a.",
    "@",
    "gopay.",
    "*",
    "*21",
    "https://",
    "otp ",
    "~",
    "-",
    "x'",
    "Rp1",
    "\n",
]


ALWAYS = {"1", "gopay.", "*21", "https://", "otp "}


@pytest.mark.parametrize(
    "piece", [pytest.param(piece, marks=() if piece in ALWAYS else pytest.mark.slow) for piece in PIECES]
)
def test_the_work_for_a_message_grows_with_its_length_only(piece: str):
    text = piece * (MAX_MESSAGE // len(piece))
    assert not grows_faster_than_its_input(lambda part: shipped().scan(part + "x", TODAY), text)
