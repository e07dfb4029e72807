"""Made-up listings of 三豊市 and 宇和島市."""

from webapp.demo.listing_stories import MITOYO, UWAJIMA, Story, a_home, a_job, a_need, a_place, an_event

STORIES: tuple[Story, ...] = (
    a_home(
        MITOYO, "海まで4分、みかん山のふもとの家",
        (
            "夕日がまっすぐ入る二階の部屋があります。",
            "持ち主のご夫婦が40年暮らした家です。庭に甘夏が2本あり、3月に実ります。海辺までは歩いて4分です。",
            "台風のときは雨戸を閉めに来る必要があります。\n夏の週末は、浜に車が増えます。",
        ),
        "by_the_sea fruit marine", deal="both", price=5_200_000, monthly_cost=45_000, public_address="仁尾町", layout="5DK",
        floor_area=118.0, land_area=210.0, built_year=1976, parking="敷地内に2台", internet="光回線あり",
        hazard="高潮の想定区域。市のハザードマップ（2026年4月）で確認", neighbours="月500円。6月に浜の掃除",
    ),
    a_home(
        MITOYO, "ため池のそばの平屋、畑つき",
        (
            "畑を150㎡借りられます。野菜づくりを始めたい人に。",
            "隣の農家が、種まきの時期を教えてくれます。納屋は自転車の置き場に。瀬戸内は雨が少なく、冬も晴れます。",
            "夏は水やりの当番があります。バスは1日3本です。",
        ),
        "vegetables cycling quiet_village", deal="rent", monthly_cost=30_000, public_address="高瀬町", layout="3DK",
        floor_area=74.0, built_year=1988, quake="new", structure="木造平屋建て", farmland="150㎡を年5,000円で借りられる",
        pets_ok=True, parking="敷地内に3台",
    ),
    a_place(
        MITOYO, "造船所あとの仕事場「ドック」",
        (
            "天井の高い倉庫を、机と工房に分けて使います。",
            "工房には木工の道具があります。週に一度、起業の相談日があり、地元の経営者が来ます。",
            "冬はストーブだけです。厚着で来てください。",
        ),
        "startup woodwork by_the_sea", public_address="詫間町", price=1_000, monthly_cost=8_000, capacity=30, seats_open=20,
        rooms_private=2, line="光回線・無線LAN", measured_mbps=240, food="飲みものは自由。昼は屋台が来る", drop_in=True,
        parking="15台", open_hours="8:00〜20:00",
    ),
    a_job(
        MITOYO, "みかんの収穫と選別（11月から1月）",
        (
            "泊まり込みでも、通いでも。週3日から。",
            "朝は畑、午後は選別場です。傾斜地ではモノレールで運ぶので、重い荷は持ちません。",
            "雨の日は休みになります。斜面を歩きます。",
        ),
        ("fruit vegetables", "farm_work"), work="みかんの収穫、選別、箱づめ", workplace="市内の果樹園と選別場",
        hours="8:00〜16:30", days_off="週に4日まで選べる", wage=1_080, recruiter="段々畑の農園（架空）", hours_per_month=80,
        beginners_ok=True, capacity=6, lodging="古民家の寮（無料）",
    ),
    a_job(
        MITOYO, "乗り合いタクシーの予約の仕組みを直す",
        (
            "電話の予約を、少しだけ楽にする仕事です。",
            "今は紙とファクスです。使う人は70代から90代。実際に電話を取る日を1日作ってから、直し方を考えてください。",
            "予算は大きくありません。役所との打ち合わせが月2回あります。",
        ),
        ("programming transport", "software facilitation"), engagement="contract", remote_ok=True,
        work="予約受付の見直しと、簡単な画面づくり", term_note="契約の日から4か月", pay="month", wage=120_000,
        recruiter="地域の足を考える会（架空）", hours_per_month=30, capacity=1, contact="会の事務局（見本）",
    ),
    an_event(
        MITOYO, "浜の朝市で、一日店長",
        (
            "あなたの得意なものを、朝市で売ってみませんか。",
            "机1つ分の場所を貸します。値段の付け方や呼び込みは、朝市のお母さんたちが教えてくれます。",
            "食べものを売る人は、事前に保健所の確認が必要です。",
        ),
        ("sales events cooking", "retail"), in_days=42, type="meeting", hours="6:30〜11:00", price=1_500, capacity=10,
        public_address="詫間町の漁港", organiser="朝市の会（架空）", rain="小雨は行います", family_ok=True, parking="50台",
    ),
    a_need(
        MITOYO, "子ども食堂の夕方を手伝う人",
        (
            "第2土曜、15時から19時。配膳と遊び相手を。",
            "料理は地元の人が作ります。子どもは30人ほど。宿題を見てくれる人がいると、とても助かります。",
            "食物アレルギーの説明を、はじめに必ず聞いてもらいます。",
        ),
        ("children cooking teaching", "teaching childcare"), domain="children",
        background="毎回続けて来てくれる大人が足りません。", wanted="子どもの話をゆっくり聞ける人。", frequency="月に1回、第2土曜",
        offers="夕ごはん、駅までの送り迎え", host="子ども食堂の代表（見本）", capacity=4, min_days_per_month=1, family_ok=True,
    ),
    a_need(
        MITOYO, "島の空き家の片づけと、写真の整理",
        (
            "帰れない持ち主の代わりに、家の記録を残します。",
            "捨てる前に一度、写真や道具を並べて撮ります。持ち主とは画面越しに話します。渡し船代は出します。",
            "ほこりが多いので、マスクをしてください。",
        ),
        ("film renovation history", "photography"), domain="homes", background="島の家の半分が空き家になりました。",
        wanted="ていねいに物を扱える人。写真が好きな人。", frequency="月に1回、日帰り", season="春と秋", offers="船代、昼ごはん",
        host="島の自治会長（見本）", capacity=3, min_days_per_month=1,
    ),
    a_home(
        UWAJIMA, "入り江の漁師の家",
        (
            "窓を開けると、すぐ海です。釣り道具は玄関に。",
            "一階の土間は、網の手入れをする場所でした。二階の二間から、筏の並ぶ入り江が見えます。",
            "満潮のときは、道まで波が来ることがあります。\n買い物は車で20分。",
        ),
        "fishing by_the_sea quiet_village", deal="sale", price=1_500_000, public_address="遊子地区", layout="5K",
        floor_area=96.0, land_area=88.0, built_year=1968, repair="large", toilet="くみ取り", parking="集落の入口に1台",
        hazard="津波の浸水想定区域。高台の避難所まで歩いて6分", neighbours="年6,000円。盆踊りと溝さらい",
    ),
    a_home(
        UWAJIMA, "城下町の長屋を、半分だけ貸します",
        (
            "隣に大家さんが住んでいます。ひとりで通う人に。",
            "台所と風呂は自分だけのものです。商店街まで歩いて3分。真珠の会社の寮だった建物です。",
            "壁が薄めです。夜の楽器は難しいです。",
        ),
        "handy_town books cafe", deal="rent", monthly_cost=25_000, public_address="丸穂地区", layout="2K", floor_area=38.0,
        built_year=1973, internet="光回線あり", tenure="ordinary", station="宇和島駅", station_minutes=14, repair="none",
    ),
    a_home(
        UWAJIMA, "段々畑の上の一軒家、無償でゆずります",
        (
            "直してくれる人にゆずります。眺めは町でいちばんです。",
            "石垣の上に建っています。床と風呂を直す必要があります。市の改修の補助を使えるかもしれません。",
            "車は下の道まで。そこから石段を80段上がります。\n水は山の水です。冬に細くなります。",
        ),
        "renovation in_the_mountains fruit", deal="sale", price=0, public_address="吉田町", layout="4K", floor_area=84.0,
        land_area=320.0, built_year=1949, water="山の水", repair="large", farmland="段々畑5枚。農地の手続きが必要",
    ),
    a_place(
        UWAJIMA, "真珠工場あとの交流スペース",
        (
            "仕事と雑談がほどよく混ざる、港の二階です。",
            "水曜の夜は語学の会、金曜は漁師の話を聞く会。泊まりの人には自転車を貸します。",
            "港の荷さばきの音が朝4時から始まります。",
        ),
        "languages events fishing", public_address="築地町", price=600, monthly_cost=6_000, capacity=20, seats_open=14,
        phone_booths=1, line="光回線・無線LAN", measured_mbps=150, drop_in=True, resident_discount="登録した人は1日300円",
    ),
    a_job(
        UWAJIMA, "鯛の養殖場で、週2日のえさやり",
        (
            "船で5分の筏へ。海が好きな人に。",
            "二人一組で動きます。船の免許がなくても大丈夫です。写真を撮って発信してくれる人は、さらに歓迎します。",
            "船酔いする人には向きません。朝は5時半に始まります。",
        ),
        ("fishing marine", "boat"), work="養殖筏でのえさやり、網の見回り、記録", workplace="湾内の養殖場と作業場",
        hours="5:30〜10:30", breaks="30分", days_off="週5日まで選べる", wage=1_150, recruiter="入り江の水産（架空）",
        hours_per_month=40, beginners_ok=True, capacity=2,
    ),
    a_job(
        UWAJIMA, "商店街の100年誌を一緒に書く（プロボノ）",
        (
            "聞き書きと編集を、仲間と進めます。",
            "店主20人に話を聞きます。録音の文字起こしは家でできます。本ができたら、全員の名前を載せます。",
            "謝礼はありません。交通費と昼ごはんは出ます。",
        ),
        ("writing history books", "writing"), engagement="pro_bono", remote_ok=True,
        work="店主への聞き取り、原稿の整理、写真の選定", recruiter="商店街の記録の会（架空）", hours_per_month=12, capacity=5,
        contact="会の世話人（見本）", travel="実費（月1万円まで）",
    ),
    an_event(
        UWAJIMA, "みかんの段々畑を歩き、石垣を積む",
        (
            "崩れた石垣を、昔のやり方で積み直します。",
            "農家の三代目が教えます。昼は畑でじゃこ天とみかんジュース。子どもは小石を集める係です。",
            "石は重いです。腰に不安のある人は、石集めを。",
        ),
        ("fruit renovation ecology", ""), in_days=49, type="help", hours="9:00〜15:00", price=0, capacity=15,
        public_address="吉田町の段々畑", organiser="海とみかんの暮らし社（架空）", bring="軍手、帽子、飲みもの",
        counts_as_activity=True, family_ok=True, insurance="主催者が加入",
    ),
    a_need(
        UWAJIMA, "消防団の訓練を、もう一班つくりたい",
        (
            "通いの人も、訓練と夜回りに加われます。",
            "まずは月1回の点検から。災害のときに無理をさせることはありません。顔の見える人を増やしたいのです。",
            "夜に集まる日があります。",
        ),
        ("disaster", "rescue driving"), domain="homes", background="団員が定員の6割になりました。",
        wanted="町に月1回以上来る人。体力より、続けること。", frequency="第1日曜の朝", offers="制服、保険、訓練後の朝ごはん",
        host="分団長（見本）", capacity=6, min_days_per_month=1,
    ),
    a_need(
        UWAJIMA, "外国から来た実習生と、日本語で話す夜",
        (
            "養殖場で働く若い人たちの、話し相手を探しています。",
            "教える資格は要りません。一緒にごはんを作り、方言も覚えます。月に1回でも、続けて来てくれる人を。",
            "はじめの2回は、言葉が通じにくいかもしれません。",
        ),
        ("languages cooking", "translation"), domain="business", background="実習生は80人。日本語を話す場が職場だけです。",
        wanted="ゆっくり話し、よく笑う人。", frequency="月に1回、土曜の夕方", offers="夕ごはん、宿の割引",
        host="国際交流の会（見本）", capacity=5, min_days_per_month=1,
    ),
)  # fmt: skip
